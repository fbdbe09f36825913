import type { DressedRecommender } from './dress.ts';

const CHUNK = 100;
const MOST = 1000;

/**
 * Asks for the most popular items while nothing else happens: a shelf of known items is drawn without a second question to
 * the worker.
 */
export function warmItems(recommender: DressedRecommender, items: number): void {
  const whenIdle: (work: () => void) => void =
    'requestIdleCallback' in window ? (work) => requestIdleCallback(work) : (work) => setTimeout(work, 200);
  const next = (offset: number) => {
    if (offset >= Math.min(items, MOST)) return;
    whenIdle(() => {
      void recommender.browse({ sort: 'popular', offset, limit: CHUNK }).then(() => next(offset + CHUNK));
    });
  };
  next(0);
}
