import { syntheticBundle, syntheticLogs } from '../../bench/syntheticBundle.ts';
import { syntheticVectors } from '../../bench/syntheticVectors.ts';
import type { Bundle } from '../../src/engine/bundle/bundle.ts';
import type { PackedBundle } from '../../src/engine/bundle/write.ts';
import { createEngine, createJsKernels, type Interaction, loadLater } from '../../src/engine/index.ts';
import { openPacked } from '../../src/trainer/bundle.ts';
import { sha256 } from '../../src/trainer/digest.ts';
import { packLists } from '../../src/trainer/lists/pack.ts';

/** A small catalogue, whole and in lists. */
export interface ListFixture {
  whole: Bundle;
  files: PackedBundle;
  ranges: PackedBundle;
  /** Histories of made-up shoppers, oldest first. */
  logs: Interaction[][];
}

const ITEMS = 2000;
export const HEAD = 200;

let made: Promise<ListFixture> | undefined;

/** Made once a process. */
export function listFixture(): Promise<ListFixture> {
  made ??= make();
  return made;
}

async function make(): Promise<ListFixture> {
  const vectors = syntheticVectors(ITEMS);
  const packed = await syntheticBundle(vectors);
  const whole = await openPacked(packed);
  await loadLater(whole, async (file) => packed.files.get(file)!, sha256);
  const logs = syntheticLogs(vectors.leaf, 12, 10);
  const kernels = createJsKernels();
  const engine = createEngine(whole, kernels);
  const users = logs.map((log) => engine.sources.factors!.userVector(engine.readProfile(log))!);
  const packAs = (packing: 'files' | 'ranges') =>
    packLists(whole, { packing, kernels, vectors: users, head: HEAD, listItems: 40, bucketItems: 16 });
  return { whole, files: await packAs('files'), ranges: await packAs('ranges'), logs };
}
