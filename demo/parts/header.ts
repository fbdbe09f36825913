import { h, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { countOf } from '../shop/count.ts';
import { hrefOf, type Route, routeOf } from '../shop/routes.ts';
import type { Shop } from '../shop/shop.ts';

const DEPARTMENTS = 9;

/** The bar on top: name, search, panel, cart, departments. Returns what marks the current department. */
export function header(shop: Shop, element: HTMLElement, togglePanel: () => void): (route: Route) => void {
  const search = h('input', {
    type: 'search',
    name: 'q',
    placeholder: 'Search',
    'aria-label': 'Search the shop',
    autocomplete: 'off',
    enterkeyhint: 'search',
  });
  const form = h(
    'form',
    {
      class: 'search',
      role: 'search',
      onsubmit: (event) => {
        event.preventDefault();
        const query = search.value.trim();
        if (query) location.hash = hrefOf({ view: 'search', query });
      },
    },
    icon('search'),
    search,
  );
  const badge = h('span', { class: 'badge' });
  const cart = h('a', { class: 'round', href: hrefOf({ view: 'cart' }), id: 'cart-link' }, icon('cart'), badge);
  const count = () => {
    const things = shop.cart.count();
    setText(badge, String(things));
    badge.hidden = things === 0;
    cart.setAttribute('aria-label', things === 0 ? 'Cart, empty' : `Cart, ${countOf(things)}`);
  };
  count();
  shop.cart.onChange(count);

  const links = [{ path: '', name: 'Everything' }, ...shop.departments.slice(0, DEPARTMENTS)].map((department) =>
    h(
      'a',
      { href: hrefOf({ view: 'category', path: department.path }), 'data-path': department.path },
      department.name,
    ),
  );
  element.append(
    h(
      'div',
      { class: 'header-row' },
      h('a', { class: 'wordmark', href: hrefOf({ view: 'home' }) }, shop.name),
      form,
      h(
        'button',
        {
          class: 'button panel-button',
          type: 'button',
          id: 'panel-button',
          'aria-controls': 'panel',
          'aria-expanded': 'false',
          'aria-label': 'What this page knows',
          onclick: togglePanel,
        },
        icon('eye'),
        h('span', {}, 'What this page knows'),
      ),
      cart,
    ),
    h('nav', { class: 'departments', 'aria-label': 'Departments' }, ...links),
  );
  return (route) => {
    const path = route.view === 'category' ? route.path : undefined;
    for (const link of links) {
      const own = link.dataset.path;
      const here = path !== undefined && (own === '' ? path === '' : path === own || path.startsWith(`${own} > `));
      if (here) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    search.value = routeOf(location.hash).view === 'search' && route.view === 'search' ? route.query : '';
  };
}

export function footer(shop: Shop, element: HTMLElement): void {
  const { from, to } = shop.summary.window;
  const day = (iso: string) =>
    new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  // A log without a clock counts its steps from 1970.
  const learned = new Date(to).getUTCFullYear() > 1970 ? `from ${day(from)} to ${day(to)}` : 'from what others chose';
  element.append(
    h(
      'p',
      {},
      `${shop.name} is a demo of Vitrine. Its shelves were learned ${learned}, and are arranged in this page.`,
    ),
    h('p', {}, 'Nothing can be bought here, and nothing you do is sent anywhere.'),
  );
}
