/** GA4 ecommerce event names, the only names an interaction carries; every other convention is mapped onto these. */
export const EVENT_NAMES = [
  'view_item_list',
  'select_item',
  'view_item',
  'add_to_cart',
  'remove_from_cart',
  'purchase',
  'refund',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** One thing a shopper did to one item. The device's log and the trainer's tables hold the same record. */
export interface Interaction {
  itemId: string;
  event: EventName;
  /** Milliseconds since 1970-01-01 UTC. */
  timestamp: number;
  /** What the event was worth, in the shop's own unit (a rating, an order value); informative only. */
  value?: number;
  quantity?: number;
  /** Unit price in the shop's currency. */
  price?: number;
  sessionId?: string;
}
