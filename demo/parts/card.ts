import { h, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import type { ShopItem } from '../shop/dress.ts';
import type { Shop } from '../shop/shop.ts';

export interface CardContent {
  item: ShopItem;
  /** Why it is here; its line is kept free where a shelf gives reasons. */
  reason?: string;
  /** With a button that takes it off the shelves. */
  dismissible?: boolean;
}

/** A product on a shelf or in a grid. The whole card is one link; the buttons beside it add to the cart, and dismiss. */
export function card(shop: Shop, { item, reason, dismissible }: CardContent): HTMLLIElement {
  const link = h(
    'a',
    { class: 'card-link', href: item.link },
    picture(item, 'card-picture'),
    h(
      'span',
      { class: 'card-words' },
      h('span', { class: 'card-title' }, item.title),
      h(
        'span',
        { class: 'card-line' },
        item.price !== undefined && h('span', { class: 'card-price' }, shop.money(item.price)),
        item.brand ? h('span', { class: 'card-brand' }, item.brand) : null,
      ),
      reason !== undefined && h('span', { class: 'card-reason' }, reason),
    ),
  );
  return h(
    'li',
    { class: item.inStock ? 'card' : 'card card-gone', 'data-item': item.itemId },
    link,
    item.inStock
      ? h(
          'button',
          {
            class: 'card-add',
            type: 'button',
            'aria-label': `Add to cart: ${item.title}`,
            onclick: () => shop.addToCart(item),
          },
          icon('plus'),
        )
      : h('span', { class: 'card-note' }, 'Sold out'),
    dismissible &&
      h(
        'button',
        {
          class: 'card-dismiss',
          type: 'button',
          title: 'Not for me',
          'aria-label': `Not for me: ${item.title}`,
          onclick: () => shop.dismiss(item),
        },
        icon('close'),
      ),
  );
}

export function updateCard(element: HTMLElement, { reason }: CardContent): void {
  const line = element.querySelector('.card-reason');
  if (line && reason !== undefined) setText(line, reason);
}

/** A square picture. Its title stands beside it in the same link, so it is decoration. */
export function picture(item: ShopItem, name: string): HTMLSpanElement {
  return h(
    'span',
    { class: `picture ${name}` },
    h('img', { src: item.image, alt: '', width: 400, height: 400, decoding: 'async', draggable: 'false' }),
  );
}

/** A card's place before its contents are known: the same size, so that nothing moves when they come. */
export function skeleton(withReason: boolean): HTMLLIElement {
  return h(
    'li',
    { class: 'card skeleton', 'aria-hidden': 'true' },
    h('span', { class: 'picture card-picture' }),
    h(
      'span',
      { class: 'card-words' },
      h('span', { class: 'card-title' }, h('i', { class: 'bone' })),
      h('span', { class: 'card-line' }, h('i', { class: 'bone bone-short' })),
      withReason && h('span', { class: 'card-reason' }, h('i', { class: 'bone' })),
    ),
  );
}
