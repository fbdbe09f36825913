import { h } from '../dom/element.ts';
import { drawKeyed } from '../dom/keyed.ts';
import type { ShopItem } from '../shop/dress.ts';
import type { Shop } from '../shop/shop.ts';
import { card, skeleton } from './card.ts';

export interface RowView {
  element: HTMLElement;
  show(items: readonly ShopItem[]): void;
}

/** A shelf that the shop fills itself: new, popular, recently viewed. `k` places are kept free until it is shown. */
export function row(shop: Shop, id: string, heading: string, k: number): RowView {
  const list = h('ul', { class: 'cards cards-row' });
  for (let i = 0; i < k; i++) list.append(skeleton(false));
  const element = h(
    'section',
    { class: 'shelf', id, 'aria-labelledby': `${id}-heading` },
    h('div', { class: 'shelf-head' }, h('h2', { class: 'shelf-heading', id: `${id}-heading` }, heading)),
    list,
  );
  return {
    element,
    show(items) {
      drawKeyed(list, items, { key: (item) => item.itemId, create: (item) => card(shop, { item }) });
      element.hidden = items.length === 0;
    },
  };
}
