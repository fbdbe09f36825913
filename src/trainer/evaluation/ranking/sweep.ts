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

/**
 * Scores (no NaN) against labels (above 0: taken). `weights`: how many rows each stands for; absent: 1.
 * @throws RangeError where they differ in length, or a score is NaN
 */
export function sweep(
  scores: ArrayLike<number>,
  labels: ArrayLike<number | boolean>,
  weights?: ArrayLike<number>,
): Steps {
  const count = scores.length;
  if (labels.length !== count) throw new RangeError(`${count} scores beside ${labels.length} labels`);
  if (weights && weights.length !== count) throw new RangeError(`${count} scores beside ${weights.length} weights`);
  for (let row = 0; row < count; row++) if (Number.isNaN(scores[row]!)) throw new RangeError(`score ${row} is NaN`);
  return weights ? sweepWeighted(scores, labels, weights) : sweepEqual(scores, labels);
}

/** Apart, what was taken and what was not can be sorted as plain numbers, many times faster than rows are by a function. */
function sweepEqual(scores: ArrayLike<number>, labels: ArrayLike<number | boolean>): Steps {
  const count = scores.length;
  let positives = 0;
  for (let row = 0; row < count; row++) if (Number(labels[row]) > 0) positives++;
  const taken = new Float64Array(positives);
  const others = new Float64Array(count - positives);
  for (let row = 0, t = 0, o = 0; row < count; row++) {
    if (Number(labels[row]) > 0) taken[t++] = scores[row]!;
    else others[o++] = scores[row]!;
  }
  taken.sort();
  others.sort();
  const steps = openSteps();
  let t = positives - 1;
  let o = others.length - 1;
  while (t >= 0 || o >= 0) {
    const score = t >= 0 && !(others[o]! > taken[t]!) ? taken[t]! : others[o]!;
    while (t >= 0 && taken[t] === score) t--;
    while (o >= 0 && others[o] === score) o--;
    const hits = positives - 1 - t;
    steps.add(score, hits + others.length - 1 - o, hits);
  }
  return steps.close();
}

function sweepWeighted(
  scores: ArrayLike<number>,
  labels: ArrayLike<number | boolean>,
  weights: ArrayLike<number>,
): Steps {
  const order = Uint32Array.from(weights, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
  const steps = openSteps();
  let rows = 0;
  let hits = 0;
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at]!]!;
    for (; at < order.length && scores[order[at]!] === score; at++) {
      const row = order[at]!;
      rows += weights[row]!;
      if (Number(labels[row]) > 0) hits += weights[row]!;
    }
    steps.add(score, rows, hits);
  }
  return steps.close();
}

function openSteps() {
  const scores: number[] = [];
  const rows: number[] = [];
  const taken: number[] = [];
  return {
    add(score: number, rowsSoFar: number, takenSoFar: number): void {
      scores.push(score);
      rows.push(rowsSoFar);
      taken.push(takenSoFar);
    },
    close: (): Steps => ({
      scores: Float64Array.from(scores),
      rows: Float64Array.from(rows),
      taken: Float64Array.from(taken),
    }),
  };
}

/** All rows, and all that were taken. */
export function totals({ rows, taken }: Pick<Steps, 'rows' | 'taken'>): { rows: number; taken: number } {
  return { rows: rows[rows.length - 1] ?? 0, taken: taken[taken.length - 1] ?? 0 };
}
