import type { Bundle } from '../bundle/bundle.ts';
import { type Bitmap, createBitmap, hasBit, intersect, setBit } from '../candidates/bitmap.ts';
import type { Sources } from '../candidates/retrieve.ts';
import { topK } from '../candidates/topK.ts';
import { backfill, inOrder } from './backfill.ts';
import { columnsOf } from './columns.ts';
import { titleOf } from './display.ts';
import { reasonOf } from './reason.ts';
import { type Recommendation, SOURCE_NAMES, type SourceName } from './types.ts';

/** What speaks for an item being like another: scores above 0, by source. */
type Likeness = Partial<Record<SourceName, number>>;

/**
 * Items like one item: the cosine of their factors plus the share of the strongest transition from it, so that both
 * "the same taste" and "the usual next step" count. Where nobody's taste is known of one of the two (a new item), the cosine
 * of their texts stands for it. Popular items of its category, then of the shop, fill the rest.
 */
export function similarItems(
  bundle: Bundle,
  sources: Sources,
  item: number,
  permitted: Bitmap,
  k: number,
): Recommendation[] {
  const { catalogue } = bundle;
  const likenesses = likenessesOf(sources, catalogue.size, item, permitted, k);
  const found = Int32Array.from(likenesses.keys()).sort();
  const scores = Float64Array.from(found, (other) => scoreOf(likenesses.get(other)!));
  const title = titleOf(bundle, item);
  const items = topK(scores, k).map((row): Recommendation => {
    const likeness = likenesses.get(found[row]!)!;
    const speaking = SOURCE_NAMES.filter((name) => likeness[name] !== undefined);
    const source = speaking.reduce((best, name) => (likeness[name]! > likeness[best]! ? name : best));
    const reason = source === 'factors' ? `Liked by people who like ${title}` : reasonOf(source, [title]);
    const itemId = catalogue.ids[found[row]!]!;
    return { itemId, score: scores[row]!, source, sources: speaking, reason, because: [catalogue.ids[item]!] };
  });
  if (items.length < k) {
    const taken = new Set(found);
    const ownCategory = permitted.slice();
    intersect(ownCategory, columnsOf(catalogue).like(item));
    for (const set of [ownCategory, permitted]) backfill(items, k, inOrder(set), taken, catalogue.ids);
  }
  return items;
}

/** Everything that can be among the `k` most alike of the permitted items. */
function likenessesOf(
  { factors, content, transitions, neighbours }: Sources,
  size: number,
  item: number,
  permitted: Bitmap,
  k: number,
): Map<number, Likeness> {
  const likenesses = new Map<number, Likeness>();
  const add = (other: number, source: SourceName, score: number) => {
    if (!(score > 0 && score < Number.POSITIVE_INFINITY)) return;
    const likeness = likenesses.get(other) ?? {};
    likeness[source] = score;
    likenesses.set(other, likeness);
  };
  const cosines = factors?.similarTo(item);
  if (cosines) for (const other of topK(cosines, k, permitted)) add(other, 'factors', cosines[other]!);
  if (content) {
    let unknown = permitted;
    if (cosines) {
      unknown = createBitmap(size);
      for (let other = 0; other < size; other++)
        if (cosines[other] === 0 && hasBit(permitted, other)) setBit(unknown, other);
    }
    for (const { item: other, score } of content.similar(item, k, unknown)) add(other, 'content', score);
  }
  const table = transitions ?? neighbours;
  const row = table?.row(item);
  if (!row) return likenesses;
  // A row may lead back to its own item, and strongly; what is shown is measured against the others.
  const max = row.strengths.reduce((a, b, i) => (row.targets[i] === item ? a : Math.max(a, b)), 0);
  // A step to an item counts beside the taste for it, also where others suit the taste better.
  const texts = content?.cosinesOf(item, Int32Array.from(row.targets));
  row.targets.forEach((target, i) => {
    if (!hasBit(permitted, target)) return;
    add(target, table!.name, row.strengths[i]! / max);
    const taste = cosines?.[target] ?? 0;
    if (taste !== 0) add(target, 'factors', taste);
    else if (texts) add(target, 'content', texts[i]!);
  });
  return likenesses;
}

function scoreOf(likeness: Likeness): number {
  let sum = 0;
  for (const name of SOURCE_NAMES) sum += likeness[name] ?? 0;
  return sum;
}
