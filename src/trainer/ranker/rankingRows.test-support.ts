import { Random } from '../random.ts';
import type { RankingRows } from './rows.ts';

/**
 * Inputs retrievalScore, price and age of shelves of 20 items. What the retrieval says, a price in a line, and an age, high or low alike,
 * decide together what is taken.
 */
export function drawRankingRows(groups: number, seed: number): RankingRows {
  const random = new Random(seed, 'ladder');
  const rows = 20 * groups;
  const column = () => Float32Array.from({ length: rows }, () => random.normal());
  const [retrieval, price, age] = [column(), column(), column()];
  const labels = Float32Array.from(retrieval, (said, row) => {
    const margin = said + price[row]! + 2 * Math.abs(age[row]!) - 4;
    return random.chance(1 / (1 + Math.exp(-2 * margin))) ? 1 : 0;
  });
  const offsets = Int32Array.from({ length: groups + 1 }, (_, group) => 20 * group);
  return {
    columns: [retrieval, price, age],
    isCategory: [false, false, false],
    labels,
    weights: new Float32Array(rows).fill(1),
    offsets,
    retrieval: Float64Array.from(retrieval),
    items: new Int32Array(rows),
    taken: Int32Array.from({ length: groups }, (_, group) =>
      Math.max(
        1,
        labels.slice(20 * group, 20 * group + 20).reduce((sum, label) => sum + label, 0),
      ),
    ),
  };
}
