/**
 * The only names an interaction carries; every other convention is mapped onto these. GA4's ecommerce events, GA4's
 * `user_engagement` (how long an item was looked at), and one of our own, `dismiss`: "not interested", which GA4 has no name for.
 */
export const EVENT_NAMES = [
  'view_item_list',
  'select_item',
  'view_item',
  'add_to_cart',
  'remove_from_cart',
  'purchase',
  'refund',
  'dismiss',
  'user_engagement',
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
  /** How long the item was looked at, ms; of user_engagement (GA4's engagement_time_msec) and view_item. */
  engagementMs?: number;
}
