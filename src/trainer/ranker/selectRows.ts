import type { RankingRows } from './rows.ts';

/** Some columns of rows, in that order. */
export const selectColumns = (rows: RankingRows, columns: readonly number[]): RankingRows => ({
  ...rows,
  columns: columns.map((column) => rows.columns[column]!),
  isCategory: columns.map((column) => rows.isCategory[column]!),
});

/** Rows one after the other, groups kept apart. */
export function joinRows(parts: readonly RankingRows[]): RankingRows {
  if (parts.length === 1) return parts[0]!;
  const total = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const join = <T extends Float32Array | Float64Array | Int32Array>(
    into: T,
    of: (rows: RankingRows) => ArrayLike<number>,
  ) => {
    let at = 0;
    for (const part of parts) {
      into.set(of(part), at);
      at += of(part).length;
    }
    return into;
  };
  const groups = parts.reduce((sum, { taken }) => sum + taken.length, 0);
  const offsets = new Int32Array(groups + 1);
  let [group, at] = [0, 0];
  for (const part of parts) {
    for (let g = 0; g < part.taken.length; g++) offsets[++group] = at + part.offsets[g + 1]!;
    at += part.labels.length;
  }
  return {
    columns: parts[0]!.columns.map((_, f) => join(new Float32Array(total), ({ columns }) => columns[f]!)),
    isCategory: parts[0]!.isCategory,
    labels: join(new Float32Array(total), ({ labels }) => labels),
    weights: join(new Float32Array(total), ({ weights }) => weights),
    retrieval: join(new Float64Array(total), ({ retrieval }) => retrieval),
    items: join(new Int32Array(total), ({ items }) => items),
    offsets,
    taken: join(new Int32Array(groups), ({ taken }) => taken),
  };
}
