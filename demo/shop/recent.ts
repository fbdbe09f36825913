import type { ShopItem } from './dress.ts';
import type { Shop } from './shop.ts';

/**
 * The last different items that were looked at, newest first. Read from the profile: what is forgotten is gone here
 * too, and so is what the shopper said no to.
 */
export async function recentlyViewed(shop: Shop, k: number, except?: string): Promise<ShopItem[]> {
  const { interactions } = await shop.recommender.profile();
  const ids = new Set<string>();
  const dismissed = new Set(interactions.filter(({ event }) => event === 'dismiss').map(({ itemId }) => itemId));
  for (const { itemId } of interactions
    .filter(({ event }) => event === 'view_item')
    .sort((a, b) => b.timestamp - a.timestamp)) {
    if (itemId !== except && !dismissed.has(itemId)) ids.add(itemId);
    if (ids.size === k) break;
  }
  return shop.recommender.items([...ids]);
}
