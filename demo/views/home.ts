import { append, h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { picture } from '../parts/card.ts';
import { row } from '../parts/row.ts';
import { shelf } from '../parts/shelf.ts';
import { countOf } from '../shop/count.ts';
import type { Department } from '../shop/departments.ts';
import type { ShopItem } from '../shop/dress.ts';
import { recentlyViewed } from '../shop/recent.ts';
import { hrefOf } from '../shop/routes.ts';
import type { Shop } from '../shop/shop.ts';
import { type View, viewOf } from './view.ts';

const ROW = 6;
const SETTLE_MS = 60;

/** The entrance: what this shopper may like, the departments, what is new, what everybody buys, what was looked at. */
export function home(shop: Shop, openPanel: () => void): View {
  const forYou = shelf(shop, {
    id: 'for-you',
    k: 10,
    layout: 'wall',
    follows: true,
    reasons: true,
    words: (answer) =>
      answer && !answer.isFallback
        ? { heading: 'For you', note: 'Follows every click. Each item says why it is here.' }
        : { heading: answer ? 'Popular right now' : 'For you', note: 'Look at something, and this shelf follows you.' },
    ask: (explain) => shop.recommender.recommend({ k: 10, placement: 'home', repeats: 'exclude', explain }),
  });
  const fresh = row(shop, 'new', 'Just in', ROW);
  const popular = row(shop, 'popular', 'Loved by many', ROW);
  const recent = row(shop, 'recent', 'Recently viewed', ROW);
  recent.element.hidden = true;
  const collage = h('div', { class: 'hero-collage', 'aria-hidden': 'true' });
  for (let i = 0; i < 4; i++) collage.append(h('span', { class: 'picture' }));

  const fill = async () => {
    await forYou.refresh();
    const [best, newest] = await Promise.all([
      shop.recommender.browse({ sort: 'popular', limit: 40 }),
      shop.recommender.browse({ sort: 'newest', limit: ROW }),
    ]);
    collage.replaceChildren(...variety(best.items, 4).map((item) => picture(item, 'hero-picture')));
    const shown = new Set(forYou.ids());
    popular.show(best.items.filter((item) => item.inStock && !shown.has(item.itemId)).slice(0, ROW));
    // A catalogue without dates has nothing new: its order of age is the order of sales.
    const undated = newest.items.every((item, i) => item.itemId === best.items[i]?.itemId);
    fresh.show(undated ? [] : newest.items);
  };
  const showRecent = async () => recent.show(await recentlyViewed(shop, ROW));
  void fill();
  void showRecent();
  // The shelf that follows the click has the worker first.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = shop.recommender.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void showRecent(), SETTLE_MS);
  });
  const close = () => {
    clearTimeout(timer);
    stop();
  };

  const element = h(
    'div',
    { class: 'view view-home' },
    hero(shop, collage, openPanel),
    forYou.element,
    shop.departments.length > 0 ? departmentTiles(shop) : null,
    fresh.element,
    popular.element,
    recent.element,
  );
  return viewOf(shop.name, element, [forYou, { close }]);
}

function hero(shop: Shop, collage: HTMLElement, openPanel: () => void): HTMLElement {
  return h(
    'section',
    { class: 'hero', 'aria-labelledby': 'hero-heading' },
    h(
      'div',
      { class: 'hero-words' },
      h('h1', { id: 'hero-heading', class: 'hero-heading' }, 'A shop that notices, and tells no one.'),
      h(
        'p',
        { class: 'hero-text' },
        'Every shelf here is arranged in this page, from what you look at. Nothing about you leaves your device.',
      ),
      h(
        'div',
        { class: 'hero-actions' },
        h('a', { class: 'button button-strong', href: hrefOf({ view: 'category', path: '' }) }, 'Look around'),
        h('button', { class: 'button', type: 'button', onclick: openPanel }, icon('eye'), 'What this page knows'),
      ),
      h('p', { class: 'hero-count' }, `${countOf(shop.summary.items)} on the shelves`),
    ),
    collage,
  );
}

/** The first `k` items of different kinds; where there are fewer kinds, of any. */
function variety(items: readonly ShopItem[], k: number): ShopItem[] {
  const kinds = new Map(items.map((item) => [item.category ?? item.itemId, item] as const).reverse());
  return [...kinds.values()].reverse().slice(0, k);
}

function departmentTiles(shop: Shop): HTMLElement {
  const list = h('ul', { class: 'tiles' });
  const shown = shop.departments.slice(0, 8);
  append(
    list,
    shown.map((department) => tile(shop, department)),
  );
  return h(
    'section',
    { class: 'shelf', 'aria-labelledby': 'departments-heading' },
    h('div', { class: 'shelf-head' }, h('h2', { class: 'shelf-heading', id: 'departments-heading' }, 'Departments')),
    list,
  );
}

function tile(shop: Shop, department: Department): HTMLElement {
  const frame = h('span', { class: 'picture tile-picture' });
  const count = h('span', { class: 'tile-count' }, '\u00a0');
  void shop.recommender.browse({ category: department.path, sort: 'popular', limit: 1 }).then((page) => {
    if (page.items[0]) frame.replaceWith(picture(page.items[0], 'tile-picture'));
    count.textContent = countOf(page.total);
  });
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'tile', href: hrefOf({ view: 'category', path: department.path }) },
      frame,
      h('span', { class: 'tile-name' }, department.name),
      count,
    ),
  );
}
