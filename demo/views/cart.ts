import { h, setText } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { drawKeyed } from '../dom/keyed.ts';
import { picture } from '../parts/card.ts';
import { shelf } from '../parts/shelf.ts';
import type { CartLine } from '../shop/cart.ts';
import { countOf } from '../shop/count.ts';
import type { ShopItem } from '../shop/dress.ts';
import { hrefOf } from '../shop/routes.ts';
import type { Shop } from '../shop/shop.ts';
import { type View, viewOf } from './view.ts';

type FilledLine = CartLine & { item: ShopItem };

/** The cart: its lines, what completes it, and the checkout, whose purchases the profile remembers. */
export function cart(shop: Shop): View {
  const list = h('ul', { class: 'lines' });
  const total = h('p', { class: 'cart-total' });
  const summary = h('div', { class: 'cart-summary', hidden: true });
  const empty = h(
    'div',
    { class: 'empty', hidden: true },
    h('p', {}, 'Nothing in it yet.'),
    h('a', { class: 'button button-strong', href: hrefOf({ view: 'category', path: '' }) }, 'Look around'),
  );
  const complements = shelf(shop, {
    id: 'complements',
    k: 6,
    follows: true,
    reasons: true,
    words: () =>
      shop.cart.lines().length > 0
        ? { heading: 'Completes your cart', note: 'What goes with these, and what fits you.' }
        : { heading: 'A place to start', note: 'Arranged for you, as everywhere in this shop.' },
    ask: (explain) => {
      const ids = shop.cart.lines().map((line) => line.itemId);
      return shop.recommender.recommend({
        k: 6,
        placement: 'cart',
        context: ids,
        exclude: ids,
        repeats: 'exclude',
        explain,
      });
    },
  });

  let lines: FilledLine[] = [];
  const checkout = async () => {
    const bought = lines;
    shop.cart.clear();
    for (const line of bought) await shop.track('purchase', line.item, line.quantity);
    shop.announce('Thank you for your order');
    location.hash = hrefOf({ view: 'thanks' });
  };
  summary.append(
    h('div', { class: 'cart-sum' }, h('span', {}, 'Total'), total),
    h(
      'button',
      { class: 'button button-strong button-wide', type: 'button', id: 'checkout', onclick: () => void checkout() },
      'Buy',
    ),
    h('p', { class: 'product-small' }, 'A demo: nothing is charged, nothing is sent.'),
  );

  const draw = async () => {
    const wanted = shop.cart.lines();
    const items = new Map(
      (await shop.recommender.items(wanted.map((line) => line.itemId))).map((item) => [item.itemId, item]),
    );
    lines = wanted.flatMap((line) => {
      const item = items.get(line.itemId);
      return item ? [{ ...line, item }] : [];
    });
    drawKeyed(list, lines, {
      key: (line) => line.itemId,
      create: (line) => cartLine(shop, line),
      update: (element, line) => {
        setText(element.querySelector('.line-quantity')!, String(line.quantity));
        setText(element.querySelector('.line-price')!, priceOf(shop, line));
      },
    });
    const sum = lines.reduce((at, line) => at + (line.item.price ?? 0) * line.quantity, 0);
    setText(total, lines.some((line) => line.item.price !== undefined) ? shop.money(sum) : countOf(shop.cart.count()));
    summary.hidden = lines.length === 0;
    empty.hidden = lines.length > 0;
  };
  void draw();
  void complements.refresh();
  const stop = shop.cart.onChange(() => void draw());
  const element = h(
    'div',
    { class: 'view view-cart' },
    h('h1', { class: 'grid-heading' }, 'Your cart'),
    h('div', { class: 'cart' }, h('div', { class: 'cart-lines' }, list, empty), summary),
    complements.element,
  );
  return viewOf('Your cart', element, [complements, { close: stop }]);
}

function cartLine(shop: Shop, line: FilledLine): HTMLElement {
  const { item } = line;
  const change = (by: number) => {
    const now = shop.cart.lines().find((candidate) => candidate.itemId === item.itemId)?.quantity ?? 0;
    shop.cart.set(item.itemId, now + by);
    void shop.track(by > 0 ? 'add_to_cart' : 'remove_from_cart', item, Math.abs(by));
    shop.announce(now + by > 0 ? `${item.title}: ${now + by} in the cart` : `Removed from the cart: ${item.title}`);
  };
  return h(
    'li',
    { class: 'line' },
    h('a', { class: 'line-link', href: item.link, 'aria-label': item.title }, picture(item, 'line-picture')),
    h(
      'div',
      { class: 'line-words' },
      h('a', { class: 'line-title', href: item.link }, item.title),
      item.brand ? h('span', { class: 'card-brand' }, item.brand) : null,
    ),
    h(
      'div',
      { class: 'stepper' },
      h(
        'button',
        { type: 'button', 'aria-label': `One less: ${item.title}`, onclick: () => change(-1) },
        icon('minus'),
      ),
      h('span', { class: 'line-quantity' }, String(line.quantity)),
      h('button', { type: 'button', 'aria-label': `One more: ${item.title}`, onclick: () => change(1) }, icon('plus')),
    ),
    h('span', { class: 'line-price' }, priceOf(shop, line)),
  );
}

function priceOf(shop: Shop, line: FilledLine): string {
  return line.item.price === undefined ? '' : shop.money(line.item.price * line.quantity);
}
