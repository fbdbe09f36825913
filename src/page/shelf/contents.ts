import type { ItemDisplay, TimedShelf } from '../../engine/shelf/types.ts';
import type { Recommender } from '../types.ts';
import type { CardContent } from './card.ts';
import { formatMoney } from './money.ts';

/** What a shelf's cards show, by item id. Displays are asked for once: a bundle's items do not change under a page. */
export class Contents {
  readonly #displays = new Map<string, ItemDisplay>();

  /** The contents of a shelf in its order; items that the bundle cannot draw are left out. Prices as `element` writes them. */
  async of(shelf: TimedShelf, recommender: Recommender, element: Element): Promise<Map<string, CardContent>> {
    const missing = shelf.items.map(({ itemId }) => itemId).filter((itemId) => !this.#displays.has(itemId));
    const [fetched, currency] = await Promise.all([
      missing.length > 0 ? recommender.items(missing) : [],
      recommender.ready.then(
        (summary) => summary.currency,
        () => undefined,
      ),
    ]);
    for (const item of fetched) this.#displays.set(item.itemId, item);
    const contents = new Map<string, CardContent>();
    for (const recommendation of shelf.items) {
      const item = this.#displays.get(recommendation.itemId);
      if (!item) continue;
      const price = item.price === undefined ? '' : formatMoney(element, item.price, currency);
      contents.set(item.itemId, { item, recommendation, price });
    }
    return contents;
  }
}
