import { setImmediate } from 'node:timers/promises';
import type { RecommendRequest } from '../../../engine/shelf/types.ts';
import type { Progress } from '../../progress.ts';
import { bootstrapIntervals, type Interval } from '../bootstrap.ts';
import type { EvaluationCase } from '../cases.ts';
import { numberShoppers } from '../evaluate.ts';
import type { Asked } from '../lists.ts';
import { mean } from '../metrics.ts';
import { type CandidateQuestion, LONGEST } from './candidates.ts';

/** Cases between two looks at progress and Ctrl-C. */
const BREATH = 64;

/** The share of what each case took that the retrieval proposed at all, in [0, 1]: no ranking can list more. */
export interface CandidateRecall {
  mean: number;
  /** 95 % bootstrap over shoppers. */
  interval: Interval;
}

/** Asks the engine's retrieval for the candidates of each case, as the home placement does. 0 of no cases. */
export async function candidateRecall(
  engine: Asked,
  cases: readonly EvaluationCase[],
  { takenOf, now, repeats }: CandidateQuestion,
  seed: number,
  progress: Progress,
): Promise<CandidateRecall> {
  const request: RecommendRequest = { k: LONGEST, now, useRanking: false, ...(repeats ? { repeats } : {}) };
  const recalls = new Float64Array(cases.length);
  for (const [index, one] of cases.entries()) {
    if (index % BREATH === 0) {
      progress('count candidates', index, cases.length);
      await setImmediate();
    }
    if (engine.prepare) await engine.prepare(one.history, request);
    const proposed = proposedTo(engine, one, request);
    const taken = takenOf(one);
    let hits = 0;
    for (const itemId of taken) if (proposed.has(itemId)) hits++;
    recalls[index] = hits / taken.size;
  }
  progress('count candidates', cases.length, cases.length);
  const { interval } = bootstrapIntervals({ interval: recalls }, seed, numberShoppers(cases));
  return { mean: mean(recalls), interval };
}

/** Ids of every candidate; where the engine's stages cannot be asked apart, of the first thousand. */
function proposedTo(engine: Asked, { history }: EvaluationCase, request: RecommendRequest): Set<string> {
  const { catalogue } = engine.bundle;
  if (engine.retrieve)
    return new Set(Array.from(engine.retrieve(history, request).items, (item) => catalogue.ids[item]!));
  const { items } = engine.recommend(history, request);
  return new Set(items.filter(({ isBackfill }) => !isBackfill).map(({ itemId }) => itemId));
}
