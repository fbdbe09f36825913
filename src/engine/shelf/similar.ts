import type { Bundle } from '../bundle/bundle.ts';
import { type Bitmap, createBitmap, hasBit, setBit } from '../candidates/bitmap.ts';
import type { Sources } from '../candidates/retrieve.ts';
import { topK } from '../candidates/topK.ts';
import { backfill, inOrder } from './backfill.ts';
import { titleOf } from './display.ts';
import { reasonOf } from './reason.ts';
import type { Recommendation, SourceName } from './types.ts';

/**
 * Items like one item: the cosine of their factors plus the share of the strongest transition from it, so that both
 * "the same taste" and "the usual next step" count; popular items of its category, then of the shop, fill the rest.
 */
export function similarItems(
  bundle: Bundle,
  sources: Sources,
  item: number,
  permitted: Bitmap,
  k: number,
): Recommendation[] {
  const { catalogue } = bundle;
  const cosines = sources.factors?.similarTo(item);
  const scores = new Float64Array(catalogue.size);
  if (cosines) for (let i = 0; i < catalogue.size; i++) scores[i] = Math.max(0, cosines[i]!);
  const shares = new Float64Array(catalogue.size);
  const table = sources.transitions ?? sources.neighbours;
  const row = table?.row(item);
  const max = row ? row.strengths.reduce((a, b) => Math.max(a, b), 0) : 0;
  row?.targets.forEach((target, i) => {
    shares[target] = row.strengths[i]! / max;
    scores[target]! += shares[target]!;
  });
  const title = titleOf(bundle, item);
  const found = topK(scores, k, permitted).filter((other) => scores[other]! > 0);
  const items = found.map((other): Recommendation => {
    const source: SourceName = shares[other]! > scores[other]! / 2 ? table!.name : 'factors';
    const reason = source === 'factors' ? `Liked by people who like ${title}` : reasonOf(source, [title]);
    return { itemId: catalogue.ids[other]!, score: scores[other]!, source, reason, because: [catalogue.ids[item]!] };
  });
  if (items.length < k) {
    const taken = new Set(found);
    const ownCategory = createBitmap(catalogue.size);
    for (let i = 0; i < catalogue.size; i++)
      if (catalogue.category[i] === catalogue.category[item] && hasBit(permitted, i)) setBit(ownCategory, i);
    for (const mask of [ownCategory, permitted]) backfill(items, k, inOrder(mask), taken, catalogue.ids);
  }
  return items;
}
