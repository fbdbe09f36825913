import { setImmediate } from 'node:timers/promises';
import type { Interaction } from '../../engine/events.ts';
import type { Engine } from '../../engine/recommender.ts';
import type { RecommendRequest } from '../../engine/shelf/types.ts';
import type { Progress } from '../progress.ts';
import type { EvaluationCase } from './cases.ts';

/** Cases between two looks at progress and Ctrl-C. */
const BREATH = 64;

/** What an evaluation asks: an engine, or what stands for one. */
export type Asked = Pick<Engine, 'recommend' | 'bundle'> &
  Partial<Pick<Engine, 'sources' | 'display' | 'retrieve'>> & {
    /** What an engine whose encoder is asynchronous wants awaited before it is asked. */
    prepare?: (log: readonly Interaction[], request: RecommendRequest) => Promise<void> | undefined;
  };

/** The list of each case, as item numbers of the bundle. */
export interface Lists {
  /** Longest a list can be. */
  k: number;
  /** Case c at c x k, best first; -1 behind the end of a shorter list. */
  items: Int32Array;
  /** Beside `items`; 0 for what only fills up a list. */
  scores: Float32Array;
}

/** Asks the engine for the list of every case, one after the other. */
export async function askLists(
  engine: Asked,
  cases: readonly EvaluationCase[],
  request: RecommendRequest,
  progress: Progress,
  stage: string,
): Promise<Lists> {
  const { k } = request;
  const { catalogue } = engine.bundle;
  const items = new Int32Array(cases.length * k).fill(-1);
  const scores = new Float32Array(cases.length * k);
  for (const [index, { history }] of cases.entries()) {
    if (index % BREATH === 0) {
      progress(stage, index, cases.length);
      await setImmediate();
    }
    if (engine.prepare) await engine.prepare(history, request);
    engine.recommend(history, request).items.forEach(({ itemId, score }, place) => {
      items[index * k + place] = catalogue.numberOf(itemId);
      scores[index * k + place] = score;
    });
  }
  progress(stage, cases.length, cases.length);
  return { k, items, scores };
}

/** The list of one case, without what lies behind its end. A view. */
export function listOf({ k, items }: Lists, index: number): Int32Array {
  const end = items.subarray(index * k, (index + 1) * k).indexOf(-1);
  return items.subarray(index * k, index * k + (end < 0 ? k : end));
}
