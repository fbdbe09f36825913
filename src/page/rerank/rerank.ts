import type { Recommender } from '../types.ts';
import { arrange } from './arrange.ts';

export interface RerankOptions {
  recommender: Recommender;
  /** Attribute that holds the item id, of a child or of something in it. Default: the list's `data-item-attribute`, else "data-item-id". */
  itemAttribute?: string;
  /**
   * `once`: when the bundle is open, unless the shopper has touched the list by then. `live`: after every change of the profile
   * too. Default: the list's `data-vitrine-rerank`, else `once`.
   */
  when?: 'once' | 'live';
}

const TOUCHES = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focusin'];

/**
 * Puts the children of a list that the page already shows (a category grid, search results) in this shopper's order, by moving
 * the nodes themselves: focus, scroll and what the nodes hold stay. Children without an item id, and those with
 * `data-vitrine-pin`, keep their places; items that the bundle does not know come last, in the page's order. The page's order
 * is that in which each child was first met. A shopper of whom nothing is known gets it, and so does one whose profile was
 * erased; after a failure the list stays as it is. Children that the page adds later are taken in at the next change.
 * Where something moved the list fires `vitrine-rerank` (bubbles; `detail.itemIds`, as now shown). Answers the function that stops it.
 *
 * @example
 * const stop = rerankElement(document.querySelector('#grid'), { recommender, itemAttribute: 'data-sku', when: 'live' });
 */
export function rerankElement(list: HTMLElement, options: RerankOptions): () => void {
  const { recommender } = options;
  const attribute = options.itemAttribute ?? list.dataset.itemAttribute ?? 'data-item-id';
  const isLive = (options.when ?? list.dataset.vitrineRerank) === 'live';
  /** The page's order, with each child's item id; null: it keeps its place. */
  const met = new Map<HTMLElement, string | null>();
  let turn = 0;
  let isTouched = false;
  const end = new AbortController();

  const idOf = (child: HTMLElement) =>
    child.dataset.vitrinePin === undefined
      ? (child.getAttribute(attribute) ?? child.querySelector(`[${attribute}]`)?.getAttribute(attribute) ?? null)
      : null;
  const children = () => [...list.children] as HTMLElement[];

  async function reorder(isFirst: boolean): Promise<void> {
    const mine = ++turn;
    for (const child of met.keys()) if (child.parentNode !== list) met.delete(child);
    for (const child of children()) if (!met.has(child)) met.set(child, idOf(child));
    const asked = [...met.values()].filter((id) => id !== null);
    const ids = await recommender.rerank(asked);
    // A recommender that failed answers what it was asked, the very array.
    if (mine !== turn || ids === asked || (isFirst && isTouched)) return;
    const placeOf = new Map(ids.map((id, place) => [id, place]));
    const present = children();
    const ranked = [...met]
      .filter(([child, id]) => id !== null && child.parentNode === list)
      .sort(([, a], [, b]) => placeOf.get(a!)! - placeOf.get(b!)!);
    const order = present.map((child) => (met.get(child) == null ? child : ranked.shift()![0]));
    if (order.every((child, place) => child === present[place])) return;
    arrange(list, order, !isFirst);
    list.dispatchEvent(new CustomEvent('vitrine-rerank', { bubbles: true, detail: { itemIds: ids } }));
  }

  const touch = () => {
    isTouched = true;
  };
  for (const type of TOUCHES) list.addEventListener(type, touch, { signal: end.signal, passive: true });
  void reorder(true);
  const stopFollowing = isLive && recommender.onChange(() => void reorder(false));
  return () => {
    turn++;
    end.abort();
    if (stopFollowing) stopFollowing();
  };
}
