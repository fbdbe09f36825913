import type { EventName } from '../events.ts';
import type { ReadingConfig } from './fold.ts';

/** Events that speak for their item, the surer of two equals first. The others would speak against what a page shows. */
const SPEAKING = ['view_item', 'select_item', 'view_item_list', 'add_to_cart', 'purchase'] as const;

/**
 * The event that a page's own items count as. Looking at a page is a view; in a shop whose log has no views, what weighs
 * most of the events that speak for an item stands for it, whatever a config gives the others.
 */
export function pageEvent({ eventWeights }: Pick<ReadingConfig, 'eventWeights'>): EventName {
  const weightOf = (event: EventName) => eventWeights[event] ?? 0;
  if (weightOf('view_item') > 0) return 'view_item';
  return SPEAKING.reduce((best, event) => (weightOf(event) > weightOf(best) ? event : best));
}
