import { setImmediate } from 'node:timers/promises';
import type { RecommendRequest, Scores } from '../../../engine/shelf/types.ts';
import type { Progress } from '../../progress.ts';
import { Random } from '../../random.ts';
import type { EvaluationCase } from '../cases.ts';
import { numberShoppers } from '../evaluate.ts';
import type { Asked } from '../lists.ts';

/** Cases that are asked for all their candidates: a thousand rows each. */
const MOST_CASES = 2000;
/** The longest list that can be asked for. */
export const LONGEST = 1000;
/** Cases between two looks at progress and Ctrl-C. */
const BREATH = 16;

/** How cases are asked, as the evaluation asked them. */
export interface CandidateQuestion {
  /** Items of a case that count as taken. */
  takenOf: (one: EvaluationCase) => ReadonlySet<string>;
  now: number;
  repeats?: 'exclude' | undefined;
}

/** What a ranker scored, case by case, with what became of it. */
export interface ScoredCandidates {
  /** Candidates of case c: offsets[c] to offsets[c + 1], in the order of the shelf. */
  offsets: Int32Array;
  /** Each part of the score, a probability per candidate. */
  scores: Record<keyof Scores, Float64Array>;
  /** 1: taken. */
  labels: Uint8Array;
  /** How many items each case took, candidates or not. */
  taken: Int32Array;
  /** Whose each case is, numbered from 0. */
  shopperOf: Int32Array;
}

/** At most 2,000 cases, drawn with the seed, in their order. */
export function sampleCases(cases: readonly EvaluationCase[], seed: number, most = MOST_CASES): EvaluationCase[] {
  if (cases.length <= most) return [...cases];
  const drawn = new Random(seed, 'ranking cases').shuffle([...cases.keys()]).slice(0, most);
  return drawn.sort((a, b) => a - b).map((index) => cases[index]!);
}

/** Asks the engine for all that its ranker scores of each case; items that it did not score are no candidates here. */
export async function askCandidates(
  engine: Asked,
  cases: readonly EvaluationCase[],
  { takenOf, now, repeats }: CandidateQuestion,
  progress: Progress,
): Promise<ScoredCandidates> {
  const request: RecommendRequest = { k: LONGEST, now, ...(repeats ? { repeats } : {}) };
  const offsets = new Int32Array(cases.length + 1);
  const labels: number[] = [];
  const scores: Record<keyof Scores, number[]> = { ranker: [], factors: [], blend: [] };
  for (const [index, one] of cases.entries()) {
    if (index % BREATH === 0) {
      progress('score candidates', index, cases.length);
      await setImmediate();
    }
    if (engine.prepare) await engine.prepare(one.history, request);
    const taken = takenOf(one);
    for (const item of engine.recommend(one.history, request).items) {
      if (!item.scores) continue;
      labels.push(taken.has(item.itemId) ? 1 : 0);
      for (const part of PARTS) scores[part].push(item.scores[part]);
    }
    offsets[index + 1] = labels.length;
  }
  progress('score candidates', cases.length, cases.length);
  return {
    offsets,
    scores: {
      ranker: Float64Array.from(scores.ranker),
      factors: Float64Array.from(scores.factors),
      blend: Float64Array.from(scores.blend),
    },
    labels: Uint8Array.from(labels),
    taken: Int32Array.from(cases, (one) => takenOf(one).size),
    shopperOf: numberShoppers(cases),
  };
}

/** The parts of a score, the one that orders the shelf first. */
export const PARTS = ['blend', 'ranker', 'factors'] as const satisfies (keyof Scores)[];

/** Whose each row is. */
export function shopperOfRows({ offsets, shopperOf }: Pick<ScoredCandidates, 'offsets' | 'shopperOf'>): Int32Array {
  const owners = new Int32Array(offsets[offsets.length - 1] ?? 0);
  shopperOf.forEach((shopper, one) => {
    owners.fill(shopper, offsets[one]!, offsets[one + 1]!);
  });
  return owners;
}
