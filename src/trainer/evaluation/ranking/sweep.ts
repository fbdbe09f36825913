/**
 * Every score as a threshold, highest first, equal scores in one step: all that curves, bins and losses of scores against labels
 * need to know, and no more. The order of the rows leaves no trace in it.
 */
export interface Steps {
  /** The scores that there are, falling. */
  scores: Float64Array;
  /** Rows whose score is at least that of the step. */
  rows: Float64Array;
  /** Those of them that were taken. */
  taken: Float64Array;
}

/** Scores (no NaN) against labels (above 0: taken). @throws RangeError where the two differ in length, or a score is NaN */
export function sweep(scores: ArrayLike<number>, labels: ArrayLike<number | boolean>): Steps {
  const count = scores.length;
  if (labels.length !== count) throw new RangeError(`${count} scores beside ${labels.length} labels`);
  let positives = 0;
  for (let row = 0; row < count; row++) if (Number(labels[row]) > 0) positives++;
  // Apart, each can be sorted as plain numbers, many times faster than rows are by a function.
  const taken = new Float64Array(positives);
  const others = new Float64Array(count - positives);
  for (let row = 0, t = 0, o = 0; row < count; row++) {
    const score = scores[row]!;
    if (Number.isNaN(score)) throw new RangeError(`score ${row} is NaN`);
    if (Number(labels[row]) > 0) taken[t++] = score;
    else others[o++] = score;
  }
  return merge(taken.sort(), others.sort());
}

/** Both ascending. */
function merge(taken: Float64Array, others: Float64Array): Steps {
  const steps = { scores: [] as number[], rows: [] as number[], taken: [] as number[] };
  let t = taken.length - 1;
  let o = others.length - 1;
  while (t >= 0 || o >= 0) {
    const score = t >= 0 && !(others[o]! > taken[t]!) ? taken[t]! : others[o]!;
    while (t >= 0 && taken[t] === score) t--;
    while (o >= 0 && others[o] === score) o--;
    const hits = taken.length - 1 - t;
    steps.scores.push(score);
    steps.rows.push(hits + others.length - 1 - o);
    steps.taken.push(hits);
  }
  return {
    scores: Float64Array.from(steps.scores),
    rows: Float64Array.from(steps.rows),
    taken: Float64Array.from(steps.taken),
  };
}

/** All rows, and all that were taken. */
export function totals({ rows, taken }: Pick<Steps, 'rows' | 'taken'>): { rows: number; taken: number } {
  return { rows: rows[rows.length - 1] ?? 0, taken: taken[taken.length - 1] ?? 0 };
}
