import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { row } from '../parts/row.ts';
import { shelf } from '../parts/shelf.ts';
import { type SimilarView, similar } from '../parts/similar.ts';
import type { ShopItem } from '../shop/dress.ts';
import { recentlyViewed } from '../shop/recent.ts';
import { hrefOf } from '../shop/routes.ts';
import type { Shop } from '../shop/shop.ts';
import { trail } from './category.ts';
import { type View, viewOf } from './view.ts';

const ROW = 6;
/** Most items of a kind that are left out of the other shelf, the most popular first. */
const KIND = 200;

/** One product, what resembles it, and what goes with it. */
export async function product(shop: Shop, itemId: string): Promise<View> {
  const [item] = await shop.recommender.items([itemId]);
  if (!item) return missing(itemId);

  const alike = similar(shop, item, ROW);
  let others: string[] = [];
  const goesWith = shelf(shop, {
    id: 'goes-with',
    k: ROW,
    follows: true,
    reasons: true,
    words: () => ({ heading: 'You may also like', note: 'What goes with it, and what fits you.' }),
    ask: (explain) =>
      shop.recommender.recommend({
        k: ROW,
        placement: 'product',
        context: [itemId],
        exclude: [itemId, ...others],
        repeats: 'exclude',
        explain,
      }),
  });
  const recent = row(shop, 'recent', 'Recently viewed', ROW);
  recent.element.hidden = true;

  const fill = async () => {
    // What may be bought in its place has its own shelf; this one leaves those out.
    others = await alternatives(shop, item, alike);
    void shop.track('view_item', item);
    await goesWith.refresh();
    recent.show(await recentlyViewed(shop, ROW, itemId));
  };
  void fill();

  const element = h(
    'div',
    { class: 'view view-product' },
    trail(shop, item.category ?? '', item.title),
    h('div', { class: 'product' }, portrait(item), facts(shop, item)),
    goesWith.element,
    alike.element,
    recent.element,
  );
  return viewOf(item.title, element, [alike, goesWith]);
}

/** Everything of its kind; without kinds, what the other shelf shows. */
async function alternatives(shop: Shop, { category }: ShopItem, alike: SimilarView): Promise<string[]> {
  const { items } = category
    ? await shop.recommender.browse({ category, sort: 'popular', limit: KIND })
    : await alike.ask(false);
  return items.map(({ itemId }) => itemId);
}

function portrait(item: ShopItem): HTMLElement {
  return h(
    'div',
    { class: 'picture product-picture' },
    h('img', { src: item.image, alt: item.title, width: 800, height: 800, decoding: 'async' }),
  );
}

function facts(shop: Shop, item: ShopItem): HTMLElement {
  return h(
    'div',
    { class: 'product-facts' },
    item.brand ? h('p', { class: 'product-brand' }, item.brand) : null,
    h('h1', { class: 'product-title' }, item.title),
    item.price !== undefined && h('p', { class: 'product-price' }, shop.money(item.price)),
    item.description ? h('p', { class: 'product-text' }, item.description) : null,
    h(
      'div',
      { class: 'product-actions' },
      item.inStock
        ? h(
            'button',
            {
              class: 'button button-strong button-wide',
              type: 'button',
              id: 'add',
              onclick: () => shop.addToCart(item),
            },
            icon('cart'),
            'Add to cart',
          )
        : h('p', { class: 'product-gone' }, 'Sold out for now'),
    ),
    h('p', { class: 'product-small' }, icon('lock'), 'That you looked at this stays in this browser.'),
  );
}

function missing(itemId: string): View {
  const element = h(
    'div',
    { class: 'view view-message' },
    h('h1', {}, 'This shelf is empty'),
    h('p', {}, `The shop does not have an item “${itemId}”.`),
    h('a', { class: 'button button-strong', href: hrefOf({ view: 'home' }) }, 'Back to the entrance'),
  );
  return viewOf('Not here', element);
}
