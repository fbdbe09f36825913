import { h } from '../dom/element.ts';
import { shelf } from '../parts/shelf.ts';
import { hrefOf } from '../shop/routes.ts';
import type { Shop } from '../shop/shop.ts';
import { type View, viewOf } from './view.ts';

/** After the checkout: what was bought rests, what follows it comes up. */
export function thanks(shop: Shop): View {
  const next = shelf(shop, {
    id: 'next',
    k: 6,
    follows: true,
    reasons: true,
    words: () => ({
      heading: 'For next time',
      note: 'What you bought already counts; it will not be offered at once.',
    }),
    ask: (explain) => shop.recommender.recommend({ k: 6, placement: 'home', repeats: 'exclude', explain }),
  });
  void next.refresh();
  const element = h(
    'div',
    { class: 'view' },
    h(
      'div',
      { class: 'view-message' },
      h('h1', {}, 'Thank you'),
      h('p', {}, 'Your order exists in this browser only: nothing was charged, and nothing was sent.'),
      h('a', { class: 'button button-strong', href: hrefOf({ view: 'home' }) }, 'Keep looking'),
    ),
    next.element,
  );
  return viewOf('Thank you', element, [next]);
}
