import type { TimedShelf } from '../../src/engine/shelf/types.ts';
import { h, setText } from '../dom/element.ts';
import { drawKeyed } from '../dom/keyed.ts';
import type { Shop } from '../shop/shop.ts';
import { type CardContent, card, skeleton, updateCard } from './card.ts';

export interface ShelfOptions {
  /** Names the shelf in the DOM: id of its section. */
  id: string;
  k: number;
  /** Heading and the line under it; asked again whenever the contents change. */
  words(shelf: TimedShelf | undefined): { heading: string; note?: string };
  ask(explain: boolean): Promise<TimedShelf>;
  /** Asks again after every event of the shopper; its items can be dismissed. */
  follows: boolean;
  /** Shows why each item is there. */
  reasons?: boolean;
  /** `row`: one line that scrolls sideways; `wall`: wraps on wide screens. */
  layout?: 'row' | 'wall';
}

export interface ShelfView {
  element: HTMLElement;
  /** The ids shown now. */
  ids(): string[];
  refresh(): Promise<void>;
  close(): void;
}

/** A shelf that a recommender fills. It keeps its height from the first frame on; where nothing can fill it, it leaves. */
export function shelf(shop: Shop, options: ShelfOptions): ShelfView {
  const withReasons = options.reasons ?? false;
  const first = options.words(undefined);
  const heading = h('h2', { class: 'shelf-heading', id: `${options.id}-heading` }, first.heading);
  const note = h('p', { class: 'shelf-note' }, first.note ?? '');
  const list = h('ul', { class: `cards cards-${options.layout ?? 'row'}` });
  for (let i = 0; i < options.k; i++) list.append(skeleton(withReasons));
  const element = h(
    'section',
    { class: 'shelf', id: options.id, 'aria-labelledby': `${options.id}-heading`, 'aria-busy': 'true' },
    h('div', { class: 'shelf-head' }, heading, note),
    list,
  );
  let ids: string[] = [];
  let asked = 0;

  const refresh = async () => {
    const turn = ++asked;
    const answer = await options.ask(false);
    const items = await shop.recommender.items(answer.items.map((item) => item.itemId));
    if (turn !== asked) return;
    shop.meter.recommended(answer);
    const byId = new Map(items.map((item) => [item.itemId, item]));
    const contents: CardContent[] = answer.items.flatMap((recommended) => {
      const item = byId.get(recommended.itemId);
      if (!item) return [];
      const content = { item, dismissible: options.follows };
      return withReasons ? { ...content, reason: shop.recommender.reasonOf(recommended) } : content;
    });
    const words = options.words(answer);
    setText(heading, words.heading);
    setText(note, words.note ?? '');
    const place = focusedPlace(list);
    drawKeyed(list, contents, {
      key: ({ item }) => item.itemId,
      create: (content) => card(shop, content),
      update: updateCard,
    });
    // Whoever adds or dismisses by keyboard goes on with what came in its place.
    if (place >= 0 && !list.contains(document.activeElement))
      list.children[Math.min(place, list.children.length - 1)]?.querySelector<HTMLElement>('.card-link')?.focus();
    const isFirst = element.hasAttribute('aria-busy');
    ids = contents.map(({ item }) => item.itemId);
    element.hidden = contents.length === 0;
    element.removeAttribute('aria-busy');
    if (options.follows) isFirst ? shop.meter.opened() : shop.meter.repainted();
    shop.shelves.changed();
  };
  const stops = [shop.shelves.add({ name: first.heading, element, ask: options.ask })];
  if (options.follows) stops.push(shop.recommender.onChange(() => void refresh()));
  return {
    element,
    ids: () => ids,
    refresh,
    close() {
      asked = Number.NaN;
      for (const stop of stops) stop();
    },
  };
}

/** Which card holds the focus; -1: none. */
function focusedPlace(list: HTMLElement): number {
  return [...list.children].findIndex((child) => child.contains(document.activeElement));
}
