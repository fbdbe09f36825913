import type { EventName } from '../../src/engine/events.ts';
import { defineShelf, type Recommender } from '../../src/page/index.ts';
import type { BundleSummary } from '../../src/worker/api.ts';
import { type Cart, openCart } from './cart.ts';
import { type Department, departmentsOf } from './departments.ts';
import { type DressedRecommender, dress, type ShopItem } from './dress.ts';
import { createLiveShelves, type LiveShelves } from './liveShelves.ts';
import { createMeter, type Meter } from './meter.ts';
import { moneyFormat } from './money.ts';
import { countRequests, type NetworkCount } from './network.ts';
import type { Storefront } from './storefront.ts';

/** Everything a view needs. One per page. */
export interface Shop {
  name: string;
  recommender: DressedRecommender;
  summary: BundleSummary;
  departments: Department[];
  cart: Cart;
  meter: Meter;
  network: NetworkCount;
  shelves: LiveShelves;
  money(amount: number): string;
  /** Tells the recommender what the shopper did, and starts the clock of the panel. */
  track(event: EventName, item: ShopItem, quantity?: number): Promise<void>;
  /** Puts one more into the cart, tracks and announces it. */
  addToCart(item: ShopItem): void;
  /** Takes an item off the shelves, at the shopper's word. */
  dismiss(item: ShopItem): void;
  /** Says something to those who cannot see it happen. */
  announce(text: string): void;
}

/** Opens the shop once the bundle is there. Rejects with the recommender's VitrineError where it is not. */
export async function openShop(
  name: string,
  recommender: Recommender,
  front: Promise<Storefront>,
  announcer: HTMLElement,
): Promise<Shop> {
  const network = countRequests();
  const dressed = dress(recommender, await front);
  // Titles arrive after what the first shelf needs, and this shop draws nothing without them.
  defineShelf(dressed);
  const [summary] = await Promise.all([dressed.ready, dressed.browse({ limit: 1 })]);
  const meter = createMeter();
  const cart = openCart(`cart:${name}`, safeStorage());
  const shop: Shop = {
    name,
    recommender: dressed,
    summary,
    departments: departmentsOf(summary.categories),
    cart,
    meter,
    network,
    shelves: createLiveShelves(),
    money: moneyFormat(summary.currency),
    track(event, item, quantity) {
      meter.tracked();
      return dressed.track(event, {
        itemId: item.itemId,
        ...(quantity && { quantity }),
        ...(item.price !== undefined && { price: item.price }),
      });
    },
    addToCart(item) {
      const line = cart.lines().find((candidate) => candidate.itemId === item.itemId);
      cart.set(item.itemId, (line?.quantity ?? 0) + 1);
      void shop.track('add_to_cart', item, 1);
      shop.announce(`Added to the cart: ${item.title}`);
    },
    dismiss(item) {
      void shop.track('dismiss', item);
      shop.announce(`Not shown again: ${item.title}`);
    },
    announce(text) {
      // The same sentence twice would not be read twice.
      announcer.replaceChildren();
      requestAnimationFrame(() => {
        announcer.textContent = text;
      });
    },
  };
  return shop;
}

function safeStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
