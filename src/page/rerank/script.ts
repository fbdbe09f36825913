import type { Recommender } from '../types.ts';
import { type RerankOptions, rerankElement } from './rerank.ts';

/* The entry of dist/browser/vitrine-rerank.js, fetched by vitrine.js after `init` where the page holds a list to rerank. */
interface Global {
  recommender: Recommender;
  /** For lists that the page makes later. */
  rerankElement?: (list: HTMLElement, options?: Partial<RerankOptions>) => () => void;
}

const { vitrine } = window as unknown as { vitrine: Global };
vitrine.rerankElement = (list, options) => rerankElement(list, { recommender: vitrine.recommender, ...options });

const rerankAll = () => {
  for (const list of document.querySelectorAll<HTMLElement>('[data-vitrine-rerank]')) vitrine.rerankElement!(list);
};
// A list that is still being read is half a list.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', rerankAll);
else rerankAll();
