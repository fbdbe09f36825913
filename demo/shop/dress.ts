import type { ItemDisplay, Recommendation, TimedShelf } from '../../src/engine/shelf/types.ts';
import type { Recommender } from '../../src/page/types.ts';
import { placeholder } from './placeholder.ts';
import { hrefOf } from './routes.ts';
import { dataUrl, type Storefront } from './storefront.ts';
import { calmTitle } from './title.ts';

/** An item as this shop draws it: always with a title, a picture that needs no request, and a page of this shop. */
export type ShopItem = ItemDisplay & { title: string; image: string; link: string };

/** A Recommender whose items are dressed for this shop, so that `<vitrine-shelf>` and the views draw the same things. */
export interface DressedRecommender extends Recommender {
  items(itemIds: string[]): Promise<ShopItem[]>;
  browse(request?: Parameters<Recommender['browse']>[0]): Promise<{ total: number; items: ShopItem[] }>;
  /** A reason whose item names are written as the shop writes them. */
  reasonOf(item: Recommendation): string;
}

export function dress(recommender: Recommender, storefront: Storefront): DressedRecommender {
  // A bundle's items do not change while the page is open, so a repaint needs no second question to the worker.
  const known = new Map<string, ShopItem>();
  const shouted = new Map<string, string>();
  const dressed = (item: ItemDisplay): ShopItem => {
    const present = known.get(item.itemId);
    if (present) return present;
    const title = item.title ? calmTitle(item.title) : `Item ${item.itemId}`;
    const image = dataUrl(storefront.pictures[item.itemId] ?? placeholder(item.itemId, item.title ?? item.itemId));
    const made = { ...item, title, image, link: hrefOf({ view: 'product', itemId: item.itemId }) };
    known.set(item.itemId, made);
    if (item.title && item.title !== title) shouted.set(item.itemId, item.title);
    return made;
  };
  const learn = async (itemIds: string[]) => {
    const missing = itemIds.filter((itemId) => !known.has(itemId));
    if (missing.length > 0) for (const item of await recommender.items(missing)) dressed(item);
  };
  /** Reasons name items that this page may not have drawn yet. */
  const withNames = async (asked: Promise<TimedShelf>) => {
    const shelf = await asked;
    await learn([...new Set(shelf.items.flatMap(({ because }) => because))]);
    return shelf;
  };
  return {
    ready: recommender.ready,
    track: (event, item) => recommender.track(event, item),
    recommend: (request) => withNames(recommender.recommend(request)),
    similar: (itemId, request) => withNames(recommender.similar(itemId, request)),
    rerank: (itemIds, request) => recommender.rerank(itemIds, request),
    profile: () => recommender.profile(),
    forget: (what) => recommender.forget(what),
    erase: () => recommender.erase(),
    exportProfile: () => recommender.exportProfile(),
    importProfile: (profile, how) => recommender.importProfile(profile, how),
    onChange: (listener) => recommender.onChange(listener),
    close: () => recommender.close(),
    async items(itemIds) {
      await learn(itemIds);
      return itemIds.flatMap((itemId) => known.get(itemId) ?? []);
    },
    async browse(request) {
      const page = await recommender.browse(request);
      return { total: page.total, items: page.items.map(dressed) };
    },
    reasonOf(item) {
      let reason = item.reason;
      for (const itemId of item.because) {
        const loud = shouted.get(itemId);
        if (loud) reason = reason.replaceAll(loud, calmTitle(loud));
      }
      return reason;
    },
  };
}
