import type { EventName, Interaction } from '../../src/engine/events.ts';
import { h, setText } from '../dom/element.ts';
import { drawKeyed } from '../dom/keyed.ts';
import type { ShopItem } from '../shop/dress.ts';
import type { Shop } from '../shop/shop.ts';
import { profileFile } from './profileFile.ts';
import { type PanelSection, sectionBox } from './section.ts';

const SHOWN = 14;

const WORDS: Record<EventName, string> = {
  view_item_list: 'Saw',
  select_item: 'Picked',
  view_item: 'Looked at',
  add_to_cart: 'Put in the cart',
  remove_from_cart: 'Took out of the cart',
  purchase: 'Bought',
  refund: 'Returned',
  dismiss: 'Not interested in',
  user_engagement: 'Spent time with',
};

/** The newest interactions, each with a way to forget its item; the log as a file; and the way to forget all. */
export function history(shop: Shop): PanelSection {
  const empty = h('p', { class: 'panel-empty' }, 'The log is empty.');
  const list = h('ol', { class: 'log' });
  const count = h('p', { class: 'panel-note' });
  const erase = h('button', { class: 'button button-quiet', type: 'button', id: 'erase' }, 'Erase everything');
  erase.addEventListener('click', () => {
    void shop.recommender.erase().then(() => shop.announce('Everything was erased'));
  });
  const element = sectionBox(
    'history',
    'What you did',
    count,
    empty,
    list,
    h('div', { class: 'panel-actions' }, profileFile(shop), erase),
  );
  return {
    element,
    async draw() {
      const { interactions } = await shop.recommender.profile();
      const newest = interactions
        .map((interaction, i) => ({ ...interaction, i }))
        .sort((a, b) => b.timestamp - a.timestamp || b.i - a.i)
        .slice(0, SHOWN);
      const items = await shop.recommender.items([...new Set(newest.map(({ itemId }) => itemId))]);
      const known = new Map(items.map((item) => [item.itemId, item]));
      drawKeyed(list, newest, {
        key: (entry) => `${entry.timestamp} ${entry.event} ${entry.itemId} ${entry.i}`,
        create: (entry) => logLine(shop, entry, known.get(entry.itemId)),
      });
      empty.hidden = newest.length > 0;
      count.hidden = newest.length === 0;
      erase.hidden = newest.length === 0;
      setText(
        count,
        interactions.length > SHOWN
          ? `The last ${SHOWN} of ${interactions.length} entries.`
          : 'Forgetting an item removes every trace of it, as if it had never been seen.',
      );
    },
  };
}

function logLine(shop: Shop, entry: Interaction, item: ShopItem | undefined): HTMLElement {
  const title = item?.title ?? entry.itemId;
  const isDismissal = entry.event === 'dismiss';
  return h(
    'li',
    { 'data-item': entry.itemId },
    h(
      'span',
      { class: 'log-words' },
      h('span', { class: 'log-event' }, WORDS[entry.event]),
      item ? h('a', { class: 'log-title', href: item.link }, title) : h('span', { class: 'log-title' }, title),
    ),
    h('time', { class: 'log-time', datetime: new Date(entry.timestamp).toISOString() }, clock(entry.timestamp)),
    h(
      'button',
      {
        class: 'log-forget',
        type: 'button',
        'aria-label': isDismissal ? `Take back: not interested in ${title}` : `Forget ${title}`,
        onclick: () => {
          const { itemId, event, timestamp } = entry;
          void shop.recommender
            .forget(isDismissal ? { itemId, event, timestamp } : itemId)
            .then(() => shop.announce(`${isDismissal ? 'Taken back' : 'Forgotten'}: ${title}`));
        },
      },
      isDismissal ? 'Take back' : 'Forget',
    ),
  );
}

function clock(timestamp: number): string {
  const time = new Date(timestamp);
  const today = time.toDateString() === new Date().toDateString();
  return today
    ? time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    : time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}
