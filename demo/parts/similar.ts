import type { TimedShelf } from '../../src/page/index.ts';
import { h } from '../dom/element.ts';
import type { ShopItem } from '../shop/dress.ts';
import type { Shop } from '../shop/shop.ts';

export interface SimilarView {
  element: HTMLElement;
  ask(explain: boolean): Promise<TimedShelf>;
  close(): void;
}

/** What resembles an item, of its kind where it has one, by the element that any shop pastes into its pages; its template is this shop's card. */
export function similar(shop: Shop, { itemId, category }: ShopItem, k: number): SimilarView {
  const heading = 'More like this';
  const template = h('template');
  template.content.append(
    h(
      'a',
      { class: 'card-link', 'data-field': 'link' },
      h(
        'span',
        { class: 'picture card-picture' },
        h('img', { alt: '', 'data-field': 'image', width: 400, height: 400 }),
      ),
      h(
        'span',
        { class: 'card-words' },
        h('span', { class: 'card-title', 'data-field': 'title' }),
        h(
          'span',
          { class: 'card-line' },
          h('span', { class: 'card-price', 'data-field': 'price' }),
          h('span', { class: 'card-brand', 'data-field': 'brand' }),
        ),
      ),
    ),
  );
  const element = document.createElement('vitrine-shelf');
  const attributes = { class: 'shelf', id: 'similar', item: itemId, k: String(k), heading };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (category) element.setAttribute('category', category);
  element.append(template);
  const ask = (explain: boolean) => shop.recommender.similar(itemId, { k, explain, ...(category && { category }) });
  return { element, ask, close: shop.shelves.add({ name: heading, element, ask }) };
}
