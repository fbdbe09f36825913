import { EVENT_NAMES, type EventName } from '../../engine/events.ts';

/**
 * Names that logs give their events -> GA4's name; null for events known to say nothing of one item. Lower case, words
 * joined by "_". Besides GA4: RetailRocket, Shopify's pixel, Segment's ecommerce spec, and what people write by hand.
 */
const SYNONYMS: Record<string, EventName | null> = {
  impression: 'view_item_list',
  product_list_viewed: 'view_item_list',
  collection_viewed: 'view_item_list',
  click: 'select_item',
  product_clicked: 'select_item',
  view: 'view_item',
  pageview: 'view_item',
  detail: 'view_item',
  product_viewed: 'view_item',
  addtocart: 'add_to_cart',
  add_to_basket: 'add_to_cart',
  addtobasket: 'add_to_cart',
  cart: 'add_to_cart',
  basket: 'add_to_cart',
  product_added: 'add_to_cart',
  product_added_to_cart: 'add_to_cart',
  removefromcart: 'remove_from_cart',
  remove_from_basket: 'remove_from_cart',
  product_removed: 'remove_from_cart',
  product_removed_from_cart: 'remove_from_cart',
  transaction: 'purchase',
  order: 'purchase',
  order_completed: 'purchase',
  checkout_completed: 'purchase',
  buy: 'purchase',
  rating: 'purchase',
  return: 'refund',
  order_refunded: 'refund',
  not_interested: 'dismiss',
  dislike: 'dismiss',
  page_view: null,
  session_start: null,
  first_visit: null,
  scroll: null,
  search: null,
  view_search_results: null,
  view_cart: null,
  view_promotion: null,
  select_promotion: null,
  begin_checkout: null,
  add_shipping_info: null,
  add_payment_info: null,
  add_to_wishlist: null,
  login: null,
  sign_up: null,
  share: null,
};

/** Every known name with its index into EVENT_NAMES, null for those that are left out. */
export const EVENT_CODES: [name: string, code: number | null][] = [
  // GA4 exports have one for every page, without items; and tables hold no dwell.
  ...EVENT_NAMES.map((name, code): [string, number | null] => [name, name === 'user_engagement' ? null : code]),
  ...Object.entries(SYNONYMS).map(([name, event]): [string, number | null] => [
    name,
    event === null ? null : EVENT_NAMES.indexOf(event),
  ]),
];
