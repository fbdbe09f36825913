import { append, h, setText } from '../dom/element.ts';
import { drawKeyed } from '../dom/keyed.ts';
import { card, skeleton } from '../parts/card.ts';
import { type ShelfView, shelf } from '../parts/shelf.ts';
import { countOf } from '../shop/count.ts';
import { categoryName, type Department } from '../shop/departments.ts';
import type { ShopItem } from '../shop/dress.ts';
import { hrefOf, type Route } from '../shop/routes.ts';
import type { Shop } from '../shop/shop.ts';
import { type View, viewOf } from './view.ts';

type Order = 'you' | 'shop';
const PAGE = 24;
/** rerank orders what it is given, so the grid takes this many of the shop's order before it shows the best of them. */
const POOL = 240;

let order: Order = 'you';

/** A grid of a category, a search, or everything (path ""): in the order of this shopper, or of the shop. */
export function category(shop: Shop, route: Extract<Route, { view: 'category' | 'search' }>): View {
  const name = route.view === 'search' ? `“${route.query}”` : categoryName(route.path) || 'Everything';
  const count = h('p', { class: 'grid-count', role: 'status' }, '\u00a0');
  const grid = h('ul', { class: 'cards cards-grid', id: 'grid' });
  for (let i = 0; i < 8; i++) grid.append(skeleton(false));
  const more = h('button', { class: 'button grid-more', type: 'button', hidden: true }, 'Show more');
  const empty = h('p', { class: 'empty', hidden: true }, 'Nothing here under these words. Try fewer, or shorter ones.');

  let instead: ShelfView | undefined;

  let pool: ShopItem[] = [];
  let ranked: ShopItem[] = [];
  let visible = PAGE;
  let closed = false;

  const draw = () => {
    const items = (order === 'you' ? ranked : pool).slice(0, visible);
    drawKeyed(grid, items, { key: (item) => item.itemId, create: (item) => card(shop, { item }) });
    more.hidden = visible >= pool.length;
  };
  const rank = async () => {
    const ids = await shop.recommender.rerank(
      pool.map((item) => item.itemId),
      { placement: route.view },
    );
    if (closed) return;
    const byId = new Map(pool.map((item) => [item.itemId, item]));
    ranked = ids.flatMap((itemId) => byId.get(itemId) ?? []);
    if (order === 'you') {
      draw();
      shop.meter.repainted();
    }
  };
  const fill = async () => {
    const about = route.view === 'search' ? { query: route.query } : route.path ? { category: route.path } : {};
    const page = await shop.recommender.browse({ ...about, sort: 'popular', limit: POOL });
    if (closed) return;
    pool = page.items;
    ranked = pool;
    setText(count, countOf(page.total));
    empty.hidden = pool.length > 0;
    if (pool.length === 0 && route.view === 'search') {
      instead = insteadOf(shop);
      more.before(instead.element);
      await instead.refresh();
    }
    await rank();
    draw();
  };
  more.addEventListener('click', () => {
    visible += PAGE;
    draw();
  });
  void fill();
  const stop = shop.recommender.onChange(() => void rank());

  const element = h(
    'div',
    { class: 'view view-category' },
    route.view === 'category' ? trail(shop, route.path) : null,
    h(
      'div',
      { class: 'grid-head' },
      h('div', {}, h('h1', { class: 'grid-heading' }, route.view === 'search' ? `Search: ${name}` : name), count),
      orderSwitch(draw),
    ),
    route.view === 'category' ? kindLinks(shop, route.path) : null,
    grid,
    empty,
    more,
  );
  const close = () => {
    closed = true;
    stop();
    instead?.close();
  };
  return viewOf(route.view === 'search' ? `Search ${name}` : name, element, [{ close }]);
}

/** A search that found nothing is still a place for a shelf. */
function insteadOf(shop: Shop): ShelfView {
  return shelf(shop, {
    id: 'instead',
    k: 6,
    follows: true,
    reasons: true,
    words: () => ({ heading: 'Perhaps one of these' }),
    ask: (explain) => shop.recommender.recommend({ k: 6, placement: 'search_empty', repeats: 'exclude', explain }),
  });
}

function orderSwitch(draw: () => void): HTMLElement {
  const choice = (value: Order, text: string) =>
    h(
      'label',
      { class: 'switch-choice' },
      h('input', {
        type: 'radio',
        name: 'order',
        value,
        checked: order === value,
        onchange: () => {
          order = value;
          draw();
        },
      }),
      h('span', {}, text),
    );
  return h(
    'fieldset',
    { class: 'switch' },
    h('legend', { class: 'hidden' }, 'Order'),
    choice('you', 'For you'),
    choice('shop', 'Shop order'),
  );
}

function kindLinks(shop: Shop, path: string): HTMLElement | null {
  const department = departmentAt(shop, path);
  if (!department || department.kinds.length < 2) return null;
  const list = h('ul', { class: 'kinds' });
  const all: Department = { path: department.path, name: 'All', kinds: [] };
  append(
    list,
    [all, ...department.kinds].map((kind) =>
      h(
        'li',
        {},
        h(
          'a',
          {
            class: 'kind',
            href: hrefOf({ view: 'category', path: kind.path }),
            'aria-current': kind.path === path ? 'page' : undefined,
          },
          kind.name,
        ),
      ),
    ),
  );
  return h('nav', { 'aria-label': `Kinds of ${department.name}` }, list);
}

function departmentAt(shop: Shop, path: string): Department | undefined {
  return shop.departments.find((one) => one.path === path || one.kinds.some((kind) => kind.path === path));
}

/** Where this is in the shop: "Home / Kitchen / Bowls". */
export function trail(shop: Shop, path: string, last?: string): HTMLElement {
  const steps = [h('li', {}, h('a', { href: hrefOf({ view: 'home' }) }, shop.name))];
  const department = departmentAt(shop, path);
  if (department && (path !== department.path || last)) {
    steps.push(h('li', {}, h('a', { href: hrefOf({ view: 'category', path: department.path }) }, department.name)));
  }
  const kind = department?.kinds.find((candidate) => candidate.path === path);
  if (kind && last) steps.push(h('li', {}, h('a', { href: hrefOf({ view: 'category', path }) }, kind.name)));
  steps.push(h('li', { 'aria-current': 'page' }, last ?? (categoryName(path) || 'Everything')));
  const list = h('ol', { class: 'trail' });
  list.append(...steps);
  return h('nav', { 'aria-label': 'Where you are' }, list);
}
