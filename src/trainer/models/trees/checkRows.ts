import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';

/** Highest grade: gains are powers of 2, and float32. */
const HIGHEST_GRADE = 30;

/** @throws RangeError where columns, weights or groups do not fit the labels, or a label is none of the objective's */
export function checkRows(
  { columns, labels, weights, offsets }: RankingData,
  objective: TreeSettings['objective'],
): void {
  const rows = labels.length;
  columns.forEach((column, input) => {
    if (column.length !== rows) throw new RangeError(`input ${input} has ${column.length} rows beside ${rows} labels`);
  });
  if (weights && weights.length !== rows) throw new RangeError(`${weights.length} weights beside ${rows} labels`);
  weights?.forEach((weight, row) => {
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) throw new RangeError(`weight ${row} is ${weight}`);
  });
  labels.forEach((label, row) => {
    if (!isLabel(label, objective)) throw new RangeError(`label ${row} is ${label}, which is none of ${objective}`);
  });
  if (objective !== 'lambdarank') return;
  offsets.forEach((offset, group) => {
    if (offset < (offsets[group - 1] ?? 0)) throw new RangeError(`group ${group - 1} ends before it begins`);
  });
  if (offsets[0] !== 0 || offsets.at(-1) !== rows)
    throw new RangeError(`groups of other rows than the ${rows} there are`);
}

function isLabel(label: number, objective: TreeSettings['objective']): boolean {
  if (objective === 'regression') return Number.isFinite(label);
  if (objective === 'binary') return label >= 0 && label <= 1;
  return Number.isInteger(label) && label >= 0 && label <= HIGHEST_GRADE;
}
