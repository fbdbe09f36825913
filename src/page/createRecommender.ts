import { createClient } from './client.ts';
import type { Recommender, RecommenderOptions } from './types.ts';

/** Where the package has it, seen from dist/page. */
const WORKER = '../browser/vitrine.worker.js';

/**
 * Starts the recommender of this page in a Web Worker and answers at once; `ready` tells when the bundle is open.
 * A page built by a bundler serves the files of dist/browser as they are and names the worker's URL: the worker imports others from
 * beside itself, by their own names.
 *
 * @example
 * const recommender = createRecommender({ bundle: '/models/', worker: '/vitrine.worker.js' });
 * await recommender.track('view_item', 'sku-7');
 * const { items } = await recommender.recommend({ k: 8 });
 */
export function createRecommender(options: RecommenderOptions): Recommender {
  return createClient({ ...options, worker: options.worker ?? new URL(WORKER, import.meta.url).href });
}
