import { loadLater } from '../../engine/bundle/open.ts';
import type { PackedBundle } from '../../engine/bundle/write.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { readProfile } from '../../engine/profile/readProfile.ts';
import { createEngine } from '../../engine/recommender.ts';
import { openPacked } from '../bundle.ts';
import { sha256 } from '../digest.ts';
import type { Fitted } from '../fit.ts';
import { shopperLog } from '../tables/tables.ts';
import { type ListOptions, packLists } from './pack.ts';

/** Shoppers whose vectors say how many lists are needed: spread evenly over all. */
const SHOPPERS = 200;

/** What training packed, in lists, tuned on the shoppers it was trained on. @throws as packLists */
export async function packTrained(
  { packed, tables }: Fitted,
  options: Omit<ListOptions, 'vectors'> & { kernels: Kernels },
): Promise<PackedBundle> {
  const whole = await openPacked(packed);
  await loadLater(whole, async (file) => packed.files.get(file)!, sha256);
  const { factors } = createEngine(whole, options.kernels).sources;
  const vectors: Float32Array[] = [];
  const step = Math.max(1, Math.floor(tables.shoppers / SHOPPERS));
  for (let shopper = 0; shopper < tables.shoppers && vectors.length < SHOPPERS; shopper += step) {
    const vector = factors?.userVector(readProfile(shopperLog(tables, shopper), packed.manifest.serving));
    if (vector) vectors.push(Float32Array.from(vector));
  }
  return packLists(whole, { ...options, vectors });
}
