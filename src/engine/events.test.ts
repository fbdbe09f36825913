import { expect, it } from 'vitest';
import { EVENT_NAMES } from './events.ts';

// Trainer tables store an event as its place in this list: a new name goes to the end.
it('keeps the places of the event names', () => {
  expect(EVENT_NAMES).toEqual([
    'view_item_list',
    'select_item',
    'view_item',
    'add_to_cart',
    'remove_from_cart',
    'purchase',
    'refund',
    'dismiss',
    'user_engagement',
  ]);
});
