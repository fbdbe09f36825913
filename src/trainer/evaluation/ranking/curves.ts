import { type Steps, totals } from './sweep.ts';

/** Part of an axis that a drawn curve may pass over without a point. */
const SMALLEST_STEP = 0.005;

/** Digits of a drawn point. */
const DIGITS = 5;

/** Points of a curve, fit to be drawn: x ascending. */
export interface Curve {
  x: number[];
  y: number[];
}

/**
 * Area under the ROC curve: the chance that what was taken scores above what was not, ties half (Mann, Whitney 1947); .5 where
 * either is missing.
 */
export function rocAuc({ rows, taken }: Pick<Steps, 'rows' | 'taken'>): number {
  const all = totals({ rows, taken });
  const others = all.rows - all.taken;
  if (all.taken === 0 || others === 0) return 0.5;
  let area = 0;
  let hits = 0;
  let misses = 0;
  for (let step = 0; step < rows.length; step++) {
    const nextHits = taken[step]!;
    const nextMisses = rows[step]! - nextHits;
    area += ((nextMisses - misses) * (hits + nextHits)) / 2;
    hits = nextHits;
    misses = nextMisses;
  }
  return area / (all.taken * others);
}

/**
 * Average precision: the sum over falling thresholds of (recall gained) x precision, without interpolation, equal scores in one step; 0
 * where nothing was taken.
 */
export function averagePrecision(steps: Steps): number {
  const all = totals(steps).taken;
  let sum = 0;
  let hits = 0;
  for (let step = 0; step < steps.rows.length; step++) {
    const now = steps.taken[step]!;
    sum += (now - hits) * (now / steps.rows[step]!);
    hits = now;
  }
  return all > 0 ? sum / all : 0;
}

/** Share of the taken that a threshold lets through (y) by that of the others (x), from (0, 0) to (1, 1). */
export function rocCurve(steps: Steps): Curve {
  const all = totals(steps);
  const others = Math.max(1, all.rows - all.taken);
  const points = Array.from(steps.rows, (rows, step): [number, number] => {
    const hits = steps.taken[step]!;
    return [(rows - hits) / others, hits / Math.max(1, all.taken)];
  });
  return thinned([[0, 0], ...points]);
}

/** Precision (y) by recall (x), a point for each threshold that lets a taken row through. */
export function precisionCurve(steps: Steps): Curve {
  const all = Math.max(1, totals(steps).taken);
  const points: [number, number][] = [];
  let hits = 0;
  for (let step = 0; step < steps.rows.length; step++) {
    const now = steps.taken[step]!;
    if (now > hits) points.push([now / all, now / steps.rows[step]!]);
    hits = now;
  }
  return thinned(points);
}

/** Without points that lie nearer to the last one kept than an eye can tell; both ends stay. */
function thinned(points: readonly (readonly [number, number])[]): Curve {
  const x: number[] = [];
  const y: number[] = [];
  points.forEach(([px, py], at) => {
    const isEnd = at === 0 || at === points.length - 1;
    const isNear = Math.abs(px - x.at(-1)!) < SMALLEST_STEP && Math.abs(py - y.at(-1)!) < SMALLEST_STEP;
    if (!isEnd && isNear) return;
    x.push(+px.toFixed(DIGITS));
    y.push(+py.toFixed(DIGITS));
  });
  return { x, y };
}
