import { h, setText } from '../dom/element.ts';
import { drawKeyed } from '../dom/keyed.ts';
import { picture } from '../parts/card.ts';
import { categoryName } from '../shop/departments.ts';
import type { ShopItem } from '../shop/dress.ts';
import type { Shop } from '../shop/shop.ts';
import { bar, type PanelSection, sectionBox, setBar } from './section.ts';

/** What the profile makes of the log: the strongest items, and the categories they lie in. */
export function interests(shop: Shop): PanelSection {
  const empty = h('p', { class: 'panel-empty' }, 'Nothing yet. Open a product, or put one in the cart.');
  const items = h('ul', { class: 'bars' });
  const categories = h('ul', { class: 'bars bars-plain' });
  const categoryHeading = h('h4', {}, 'By category');
  const element = sectionBox('interests', 'Your interests', empty, items, categoryHeading, categories);
  return {
    element,
    async draw() {
      const profile = await shop.recommender.profile();
      const strongest = profile.interests.slice(0, 6);
      const known = new Map(
        (await shop.recommender.items(strongest.map(({ itemId }) => itemId))).map((item) => [item.itemId, item]),
      );
      const rows = strongest.flatMap(({ itemId, weight }) => {
        const item = known.get(itemId);
        return item ? [{ item, weight }] : [];
      });
      drawKeyed(items, rows, { key: ({ item }) => item.itemId, create: interest, update: updateInterest });
      const shares = profile.categories.slice(0, 5).filter(({ category }) => category !== '');
      drawKeyed(categories, shares, {
        key: ({ category }) => category,
        create: ({ category, share }) =>
          h(
            'li',
            {},
            h('span', { class: 'bars-name' }, categoryName(category)),
            bar(share),
            h('span', { class: 'bars-value' }, percent(share)),
          ),
        update: (row, { share }) => {
          setBar(row.querySelector('.bar')!, share);
          setText(row.querySelector('.bars-value')!, percent(share));
        },
      });
      empty.hidden = rows.length > 0;
      categoryHeading.hidden = shares.length === 0;
    },
  };
}

function interest({ item, weight }: { item: ShopItem; weight: number }): HTMLElement {
  return h(
    'li',
    {},
    picture(item, 'bars-picture'),
    h('a', { class: 'bars-name', href: item.link }, item.title),
    bar(weight),
  );
}

function updateInterest(row: HTMLElement, { weight }: { item: ShopItem; weight: number }): void {
  setBar(row.querySelector('.bar')!, weight);
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
