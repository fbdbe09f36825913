import type { FeatureContribution, Recommendation, SourceName } from '../../src/engine/shelf/types.ts';
import { h } from '../dom/element.ts';
import { drawKeyed } from '../dom/keyed.ts';
import { picture } from '../parts/card.ts';
import type { ShopItem } from '../shop/dress.ts';
import type { LiveShelf } from '../shop/liveShelves.ts';
import type { Shop } from '../shop/shop.ts';
import { bar, type PanelSection, sectionBox } from './section.ts';

const SOURCES: Record<SourceName, string> = {
  factors: 'taste',
  transitions: 'what follows',
  neighbours: 'chosen with',
  together: 'bought together',
  content: 'reads alike',
  segments: 'shoppers alike',
  sessions: 'paths alike',
  repeat: 'again',
  recent: 'seen lately',
  popularity: 'popular',
  trending: 'on the rise',
  arrivals: 'new',
};

/** Features of the blend in words; one that is not listed shows its own name. */
const FEATURES: Record<string, string> = {
  factors: 'taste',
  transitions: 'what follows',
  repeat: 'chosen before',
  seen: 'seen before',
  popularityShort: 'popular now',
  popularityMedium: 'popular lately',
  popularityLong: 'always popular',
  neighbours: 'chosen with',
  together: 'bought together',
  content: 'reads alike',
  segments: 'shoppers alike',
  sessions: 'paths alike',
  recent: 'seen lately',
  trending: 'on the rise',
  arrivals: 'new',
};

/** Why each item of a shelf on this page is there: source, reason, and what every feature added to its score. */
export function reasons(shop: Shop): PanelSection {
  const list = h('ol', { class: 'reasons' });
  const empty = h('p', { class: 'panel-empty' }, 'No shelf on this page.');
  const choice = h('select', { class: 'reasons-choice', 'aria-label': 'Shelf to explain' });
  let chosen: LiveShelf | undefined;
  choice.addEventListener('change', () => {
    chosen = shop.shelves.all()[Number(choice.value)];
    void section.draw();
  });
  const section: PanelSection = {
    element: sectionBox('reasons', 'Why these', choice, empty, list),
    async draw() {
      const shelves = shop.shelves.all().filter((shelf) => !shelf.element.hidden);
      if (!chosen || !shelves.includes(chosen)) chosen = shelves[0];
      offer(choice, shop.shelves.all(), chosen);
      empty.hidden = chosen !== undefined;
      choice.hidden = shelves.length < 2;
      const answer = await chosen?.ask(true);
      const recommended = answer?.items ?? [];
      const items = await shop.recommender.items(recommended.map(({ itemId }) => itemId));
      const known = new Map(items.map((item) => [item.itemId, item]));
      const scale = Math.max(
        1e-12,
        ...recommended.flatMap(({ explanation }) => explanation?.map((part) => Math.abs(part.contribution)) ?? []),
      );
      const rows = recommended.flatMap((recommendation) => {
        const item = known.get(recommendation.itemId);
        return item ? [{ item, recommendation, reason: shop.recommender.reasonOf(recommendation), scale }] : [];
      });
      drawKeyed(list, rows, {
        key: ({ item }) => item.itemId,
        create: (row) => {
          const element = h('li', {});
          fill(element, row);
          return element;
        },
        update: fill,
      });
    },
  };
  return section;
}

interface Row {
  item: ShopItem;
  recommendation: Recommendation;
  reason: string;
  scale: number;
}

/** A ranker weighs some hundred features: the largest contributions are shown. */
const MOST_PARTS = 12;

function fill(element: HTMLElement, { item, recommendation, reason, scale }: Row): void {
  const parts = h('dl', { class: 'parts' });
  const largest = [...(recommendation.explanation ?? [])]
    .filter((part) => part.contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, MOST_PARTS);
  for (const part of largest.sort((a, b) => b.contribution - a.contribution)) parts.append(contribution(part, scale));
  element.replaceChildren(
    picture(item, 'reasons-picture'),
    h(
      'div',
      { class: 'reasons-words' },
      h('a', { class: 'reasons-title', href: item.link }, item.title),
      h('p', { class: 'reasons-reason' }, reason),
    ),
    h('span', { class: `chip chip-${recommendation.source}` }, SOURCES[recommendation.source] ?? recommendation.source),
    parts,
  );
}

function contribution({ feature, value, contribution: added }: FeatureContribution, scale: number): HTMLElement {
  return h(
    'div',
    {
      class: added < 0 ? 'parts-less' : undefined,
      title: `${feature}: ${value === null ? 'missing' : `value ${value.toPrecision(3)}`}, adds ${added.toPrecision(3)}`,
    },
    h('dt', {}, FEATURES[feature] ?? feature),
    h('dd', {}, bar(Math.abs(added) / scale), h('span', { class: 'parts-value' }, added.toPrecision(2))),
  );
}

function offer(choice: HTMLSelectElement, shelves: readonly LiveShelf[], chosen: LiveShelf | undefined): void {
  const names = shelves.map((shelf) => shelf.name).join('\n');
  if (choice.dataset.names !== names) {
    choice.dataset.names = names;
    choice.replaceChildren(...shelves.map((shelf, i) => h('option', { value: i }, shelf.name)));
  }
  if (chosen) choice.value = String(shelves.indexOf(chosen));
}
