import { blendWeights } from '../../engine/ranking/blend.ts';
import { FEATURES, type Feature } from '../../engine/ranking/features.ts';
import type { Progress } from '../progress.ts';
import { type BlendRows, meanNdcg, meanOfEach, ndcgOfEach, ndcgOfOne, ndcgOfStep } from './rows.ts';

/** Where the search may start: the best of these on the rows themselves. */
const STARTS: Partial<Record<Feature, number>>[] = [
  { factors: 1, transitions: 1, repeat: 1, popularityShort: 1 },
  { factors: 1, repeat: 5, seen: 4, popularityShort: 8, popularityLong: -6 },
  { factors: 0.3, transitions: 1, seen: -0.5, popularityLong: 0.3 },
  { popularityShort: 1 },
];

const STEPS = [1.6, 0.8, 0.4, 0.2, 0.1];

/** A step is taken only if it gains this much nDCG: less is noise, and noise walks. */
const MIN_GAIN = 1e-4;

/** And this many standard errors of its gain, over shoppers: few shoppers tell little. */
const MIN_ERRORS = 0.5;

/** A memory of popularity may count against another (a falling trend), and what was seen against itself; a source may not. */
const MAY_BE_NEGATIVE: ReadonlySet<Feature> = new Set([
  'seen',
  'popularityShort',
  'popularityMedium',
  'popularityLong',
]);

/** Steps of a search that begins at good weights, whose largest is 1: a feature of small scale needs small ones. */
const SHORT_STEPS = [0.3, 0.08, 0.02];

export interface BlendOptions {
  /** Features whose weight stays 0. */
  without?: ReadonlySet<Feature>;
  /** Good weights, of a blend of other features for instance: the search begins at the best of these and is short. */
  from?: readonly Record<string, number>[];
  /** Further places where a long search may start. */
  also?: readonly Record<string, number>[];
}

export interface LearnedBlend {
  blend: Record<string, number>;
  /** Mean nDCG@10 per row set at these weights. */
  ndcg: number[];
}

/**
 * Weights that maximise the mean nDCG@10 over several row sets at once, by coordinate ascent with shrinking steps
 * (Metzler, Croft 2007). A feature that does not help keeps or gets 0. Deterministic.
 */
export function learnBlend(
  sets: readonly BlendRows[],
  progress: Progress,
  { without, from, also = [] }: BlendOptions = {},
): LearnedBlend {
  const used = FEATURES.map(
    (feature, f) => !without?.has(feature) && sets.some((rows) => rows.columns[f]!.some((value) => value !== 0)),
  );
  // Each feature alone is a start: a blend is never worse than its best source.
  const alone = FEATURES.map((feature) => ({ [feature]: 1 }));
  const candidates: readonly Partial<Record<string, number>>[] = from ?? [...STARTS, ...also.map(enlarged), ...alone];
  const starts = candidates.map((start) =>
    Float64Array.from(FEATURES, (feature, f) => (used[f] ? (start[feature] ?? 0) : 0)),
  );
  const values = starts.map((weights) =>
    objectiveOf(
      sets,
      sets.map((rows) => scoresOf(rows, weights)),
    ),
  );
  const promising = [starts[values.indexOf(Math.max(...values))]!];
  // What begins best need not end best: the search goes on from blends that others found as well.
  if (!from) promising.push(...starts.slice(STARTS.length, STARTS.length + also.length));
  const reached = [...new Set(promising)].map((start) => {
    const weights = unitScale(ascend(sets, start, used, from ? SHORT_STEPS : STEPS, progress));
    const scores = sets.map((rows) => scoresOf(rows, weights));
    return { weights, value: objectiveOf(sets, scores) };
  });
  const { weights } = reached.reduce((best, other) => (other.value > best.value + MIN_GAIN ? other : best));
  const blend = Object.fromEntries(
    FEATURES.map((feature, f) => [feature, weights[f]!] as const).filter(([, weight]) => weight !== 0),
  );
  return { blend, ndcg: sets.map((rows) => blendNdcg(rows, blend)) };
}

/** So that the smallest step is small beside the weights of a start whose largest is 1. */
const LARGEST = 4;
const enlarged = (start: Record<string, number>) =>
  Object.fromEntries(Object.entries(start).map(([feature, weight]) => [feature, LARGEST * weight]));

/** Orders do not change with scale: the largest weight is 1, six digits are kept. */
function unitScale(weights: Float64Array): Float64Array {
  const max = weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return max > 0 ? weights.map((weight) => Math.round((weight / max) * 1e6) / 1e6) : weights;
}

const objectiveOf = (sets: readonly BlendRows[], scores: readonly Float64Array[]) =>
  scores.reduce((sum, column, s) => sum + meanNdcg(sets[s]!, column), 0) / sets.length;

function ascend(
  sets: readonly BlendRows[],
  start: Float64Array,
  used: readonly boolean[],
  steps: readonly number[],
  progress: Progress,
): Float64Array {
  const weights = start.slice();
  const states = sets.map((rows) => stateOf(rows, weights));
  const mean = (key: 'each' | 'trialEach') =>
    states.reduce((sum, state) => sum + meanOfEach(state.rows, state[key]), 0) / states.length;
  let objective = mean('each');
  steps.forEach((step, round) => {
    progress('blend', round, steps.length);
    for (let improved = true; improved; ) {
      improved = false;
      for (let f = 0; f < FEATURES.length; f++) {
        if (!used[f]) continue;
        // Zero is always tried: the blend must be able to drop a source.
        for (const delta of new Set([step, -step, -weights[f]!])) {
          if (delta === 0 || (weights[f]! + delta < 0 && !MAY_BE_NEGATIVE.has(FEATURES[f]!))) continue;
          for (const state of states) tryStep(state, f, delta);
          const value = mean('trialEach');
          // Leaving a feature out need not gain, only cost nothing.
          if (weights[f]! + delta === 0 ? value < objective : value <= objective + MIN_GAIN) continue;
          if (weights[f]! + delta !== 0 && value - objective <= MIN_ERRORS * errorOfGain(states)) continue;
          objective = value;
          weights[f]! += delta;
          for (const state of states) takeStep(state, f, delta);
          improved = true;
        }
      }
    }
  });
  progress('blend', steps.length, steps.length);
  return weights;
}

/** Where a search stands on one row set, and where its next step would lead. */
interface Standing {
  rows: BlendRows;
  scores: Float64Array;
  trial: Float64Array;
  /** nDCG@10 of each shopper by `scores` and by `trial`. */
  each: Float64Array;
  trialEach: Float64Array;
  /** By feature, 1 for each shopper who has it in any row, one of them relevant, and counts: nobody else's order matters, or changes. */
  speaks: Uint8Array[];
  /** The relevant rows of each shopper. */
  targets: readonly (readonly number[])[];
}

/** Up to so many relevant rows the place of each is sooner counted than the best of all rows kept. */
const FEW_TARGETS = 6;

function stateOf(rows: BlendRows, weights: Float64Array): Standing {
  const scores = scoresOf(rows, weights);
  const each = new Float64Array(rows.ideal.length);
  ndcgOfEach(rows, scores, each);
  const some = (column: ArrayLike<number>, shopper: number) => {
    for (let row = rows.offsets[shopper]!; row < rows.offsets[shopper + 1]!; row++) if (column[row] !== 0) return true;
    return false;
  };
  const targets = Array.from(rows.ideal, (_, shopper) => {
    const found: number[] = [];
    for (let row = rows.offsets[shopper]!; row < rows.offsets[shopper + 1]!; row++)
      if (rows.relevant[row] === 1) found.push(row);
    return found;
  });
  const served = Uint8Array.from(rows.ideal, (ideal, shopper) => (ideal !== 0 && targets[shopper]!.length > 0 ? 1 : 0));
  return {
    rows,
    scores,
    trial: scores.slice(),
    each,
    trialEach: each.slice(),
    speaks: rows.columns.map((column) =>
      served.map((isServed, shopper) => (isServed && some(column, shopper) ? 1 : 0)),
    ),
    targets,
  };
}

function tryStep({ rows, scores, trial, each, trialEach, speaks, targets }: Standing, f: number, delta: number): void {
  const column = rows.columns[f]!;
  const changes = speaks[f]!;
  trialEach.set(each);
  for (let shopper = 0; shopper < changes.length; shopper++) {
    if (changes[shopper] === 0) continue;
    if (targets[shopper]!.length <= FEW_TARGETS) {
      trialEach[shopper] = ndcgOfStep(rows, scores, column, delta, shopper, targets[shopper]!);
      continue;
    }
    const end = rows.offsets[shopper + 1]!;
    for (let row = rows.offsets[shopper]!; row < end; row++) trial[row] = scores[row]! + delta * column[row]!;
    trialEach[shopper] = ndcgOfOne(rows, trial, shopper);
  }
}

/** Standard error of what the step gains, the mean over sets. */
function errorOfGain(states: readonly Standing[]): number {
  let variance = 0;
  for (const { rows, each, trialEach } of states) {
    let [count, sum, squares] = [0, 0, 0];
    for (let shopper = 0; shopper < each.length; shopper++) {
      if (rows.ideal[shopper] === 0) continue;
      const gain = trialEach[shopper]! - each[shopper]!;
      count++;
      sum += gain;
      squares += gain * gain;
    }
    if (count > 1) variance += (squares - (sum * sum) / count) / (count - 1) / count;
  }
  return Math.sqrt(variance) / states.length;
}

function takeStep({ rows, scores, each, trialEach, speaks }: Standing, f: number, delta: number): void {
  const column = rows.columns[f]!;
  each.set(trialEach);
  speaks[f]!.forEach((changes, shopper) => {
    if (changes === 0) return;
    const end = rows.offsets[shopper + 1]!;
    for (let row = rows.offsets[shopper]!; row < end; row++) scores[row]! += delta * column[row]!;
  });
}

/** Weights tried for a feature that joins a blend whose largest weight is 1. */
const JOINING = [0.01, 0.03, 0.1, 0.3];

/** What a feature adds to a blend's mean nDCG@10 as a share of it, the other weights as they are; never below 0. */
export function gainOfJoining(sets: readonly BlendRows[], blend: Record<string, number>, feature: Feature): number {
  const f = FEATURES.indexOf(feature);
  const scores = sets.map((rows) => scoresOf(rows, blendWeights(blend)));
  const before = objectiveOf(sets, scores);
  let best = before;
  for (const weight of JOINING) {
    const joined = scores.map((column, s) => column.map((score, row) => score + weight * sets[s]!.columns[f]![row]!));
    best = Math.max(best, objectiveOf(sets, joined));
  }
  return before > 0 ? best / before - 1 : 0;
}

/** Mean nDCG@10 of a row set under given weights. */
export function blendNdcg(rows: BlendRows, blend: Record<string, number>): number {
  return meanNdcg(rows, scoresOf(rows, blendWeights(blend)));
}

function scoresOf(rows: BlendRows, weights: Float64Array): Float64Array {
  const scores = new Float64Array(rows.relevant.length);
  weights.forEach((weight, f) => {
    if (weight === 0) return;
    const column = rows.columns[f]!;
    for (let row = 0; row < scores.length; row++) scores[row]! += weight * column[row]!;
  });
  return scores;
}
