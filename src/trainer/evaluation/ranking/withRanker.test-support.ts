import { logistic } from '../../../engine/ranking/calibrate.ts';
import type { Asked } from '../lists.ts';

/** Candidates that the stand-in scores. */
const SCORED = 30;

/**
 * An engine that answers as one with a ranker does: its best candidates ordered by `marginOf` and in front, with the parts of their scores.
 * What its ranker knows is nobody's model: a stand-in for tests of what asks it.
 */
export function withRanker(
  engine: Asked,
  marginOf: (itemId: string) => number,
): Asked & { asked: { ranked: number; plain: number } } {
  const { bundle } = engine;
  const asked = { ranked: 0, plain: 0 };
  const entry = {
    name: 'ranker' as const,
    file: '',
    bytes: 0,
    sha256: '',
    load: 'first' as const,
    params: {},
    arrays: [],
  };
  const manifest = { ...bundle.manifest, sections: [...bundle.manifest.sections, entry] };
  return {
    ...engine,
    asked,
    bundle: { ...bundle, manifest },
    recommend(log, request) {
      if (request.useRanking === false) {
        asked.plain++;
        return engine.recommend(log, request);
      }
      asked.ranked++;
      const shelf = engine.recommend(log, { ...request, k: Math.max(request.k, SCORED) });
      const scored = shelf.items
        .slice(0, SCORED)
        .filter(({ isBackfill }) => !isBackfill)
        .map((item) => {
          const scores = { ranker: logistic(marginOf(item.itemId)), factors: logistic(item.score - 2) };
          const blend = 0.8 * scores.ranker + 0.2 * scores.factors;
          return { ...item, score: blend, scores: { ...scores, blend } };
        })
        .sort((a, b) => b.score - a.score);
      const rest = shelf.items.filter(({ itemId }) => !scored.some((one) => one.itemId === itemId));
      return { ...shelf, items: [...scored, ...rest].slice(0, request.k), candidatesScored: scored.length };
    },
  };
}
