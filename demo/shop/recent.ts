import type { ShopItem } from './dress.ts';
import type { Shop } from './shop.ts';

/** The last different items that were looked at, newest first. Read from the profile: what is forgotten is gone here too. */
export async function recentlyViewed(shop: Shop, k: number, except?: string): Promise<ShopItem[]> {
  const { interactions } = await shop.recommender.profile();
  const ids = new Set<string>();
  for (const { itemId } of interactions
    .filter(({ event }) => event === 'view_item')
    .sort((a, b) => b.timestamp - a.timestamp)) {
    if (itemId !== except) ids.add(itemId);
    if (ids.size === k) break;
  }
  return shop.recommender.items([...ids]);
}
