import { popularityFeature } from '../../engine/ranking/features.ts';
import type { Given, Learned } from '../fit.ts';
import { itemKnn } from '../models/itemKnn.ts';
import { popularity } from '../models/popularity.ts';
import { type Measured, measureTrained, type Task } from './measure.ts';

/** What every bundle has to beat, by name, packed and asked as ours is; no ranker comes after them. */
export async function measureBaselines(task: Task, learned: Learned): Promise<Record<string, Measured>> {
  const { ranker: _, ranked: __, ...retrieval } = learned;
  const popular = popularityFeature(learned.mainPopularity);
  // The best memory of popularity too, as validation found it; who takes things again may be shown them.
  const repeats = takesAgain(task) ? ('allow' as const) : ('exclude' as const);
  const baseline = (blend: Record<string, number>): Given => ({
    ...retrieval,
    families: {},
    tables: [],
    blend,
    repeats,
  });
  return {
    popularity: await measureTrained({ ...task, models: [popularity], learned: baseline({ [popular]: 1 }) }),
    'item-knn': await measureTrained({ ...task, models: [itemKnn], learned: baseline({ neighbours: 1 }) }),
    // The strongest simple answer where people buy again: their own items first, then what is popular.
    ...(repeats === 'exclude'
      ? {}
      : {
          'buy-again': await measureTrained({
            ...task,
            models: [popularity],
            learned: baseline({ repeat: 1, seen: 1, [popular]: 1 }),
          }),
        }),
  };
}

/** Does anybody of validation, or of the earlier part where there is none, take a thing twice? */
export function takesAgain({ validation, test: { earlier, repeats } }: Pick<Task, 'validation' | 'test'>): boolean {
  if (repeats) return false;
  if (validation) return validation.cases.some(({ taken, takenNew }) => takenNew.size < taken.size);
  const pairs = new Set<number>();
  for (let row = 0; row < earlier.item.length; row++)
    pairs.add(earlier.shopper[row]! * earlier.items.length + earlier.item[row]!);
  return pairs.size < earlier.item.length;
}
