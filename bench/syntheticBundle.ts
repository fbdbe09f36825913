import { encodeCatalogue } from '../src/engine/bundle/catalogue.ts';
import { encodeRows, type SparseRow } from '../src/engine/bundle/rows.ts';
import { type PackedBundle, packBundle, type SectionContent } from '../src/engine/bundle/write.ts';
import { POPULARITY_SCALE } from '../src/engine/candidates/popularity.ts';
import type { Interaction } from '../src/engine/events.ts';
import { packVectors, unpackVectors } from '../src/engine/kernels/quantise.ts';
import { encodeDisplay } from '../src/engine/shelf/display.ts';
import { sha256 } from '../src/trainer/digest.ts';
import { Random } from '../src/trainer/random.ts';
import { DIMENSIONS, type SyntheticVectors, syntheticHistory } from './syntheticVectors.ts';

const ALPHA = 0.01;
const FOLLOWERS = 20;
const BRANDS = 300;
/** 2026-01-01. */
const NEWEST = 1_767_225_600_000;
const DAY = 86_400_000;
const EVENTS = ['view_item', 'view_item', 'view_item', 'view_item', 'add_to_cart', 'purchase'] as const;

export const idOf = (item: number): string => `SKU-${String(item).padStart(7, '0')}`;

/**
 * A bundle over made-up vectors, as training would pack it: catalogue, display texts, popularity, factors (encoder als, with its Gram
 * matrix) and 20 transitions an item, most of them within the item's leaf. Equal input, equal bytes.
 * @param more sections beside these
 */
export function syntheticBundle(
  vectors: SyntheticVectors,
  seed = 1,
  more: readonly SectionContent[] = [],
): Promise<PackedBundle> {
  const { rows, leaf } = vectors;
  const items = leaf.length;
  const random = new Random(seed, `bundle ${items}`);
  const each = <T>(make: (item: number) => T) => Array.from({ length: items }, (_, item) => make(item));
  const categoryOf = (item: number) => `Department ${leaf[item]! >> 3} > Kind ${leaf[item]! & 7}`;
  const { packed, scales } = packVectors(rows, DIMENSIONS);
  const popularity = (power: number) =>
    Uint16Array.from({ length: items }, (_, item) => Math.round(POPULARITY_SCALE * (1 + item / 10) ** -power));
  const contents: SectionContent[] = [
    {
      name: 'items',
      load: 'first',
      params: {},
      arrays: encodeCatalogue({
        ids: each(idOf),
        price: Float32Array.from({ length: items }, () => Math.round(100 * 3 ** random.between(0, 5)) / 100),
        category: each(categoryOf),
        brand: each(() => `Brand ${Math.floor(BRANDS * random.next() ** 2)}`),
        inStock: Uint8Array.from({ length: items }, () => (random.chance(0.95) ? 1 : 0)),
        created: Uint16Array.from({ length: items }, () => 20_454 - Math.floor(900 * random.next() ** 2)),
      }),
    },
    {
      name: 'display',
      load: 'later',
      params: {},
      arrays: encodeDisplay({
        title: each((item) => `${categoryOf(item).split(' > ')[1]} number ${item} in colour ${random.below(12)}`),
        link: each((item) => `/p/${idOf(item).toLowerCase()}`),
        image: each((item) => `/img/${idOf(item).toLowerCase()}.webp`),
        description: each(() => ''),
      }),
    },
    {
      name: 'popularity',
      load: 'first',
      params: { main: 'medium' },
      arrays: {
        short: popularity(0.5),
        medium: popularity(0.4),
        long: popularity(0.3),
        repeatRate: Uint8Array.from({ length: items }, () => random.below(128)),
      },
    },
    {
      name: 'factors',
      load: 'first',
      params: { encoder: 'als', dimensions: DIMENSIONS, alpha: ALPHA, lambda: 0.01 },
      arrays: { gram: gramOf(unpackVectors(packed, scales, DIMENSIONS)), scales, vectors: packed },
    },
    {
      name: 'transitions',
      load: 'first',
      params: { decay: 0.7, last: 10 },
      arrays: encodeRows(followersOf(leaf, random)),
    },
  ];
  const head = {
    window: { from: new Date(NEWEST - 365 * DAY).toISOString(), to: new Date(NEWEST).toISOString() },
    counts: { items, shoppers: 10 * items, interactions: 100 * items },
    currency: 'EUR',
    serving: {
      eventWeights: { select_item: 0.5, view_item: 1, add_to_cart: 3, purchase: 5 },
      halfLifeDays: 30,
      sessionGapMinutes: 30,
      repeats: 'exclude' as const,
      justBoughtHours: 24,
      blend: { factors: 0.6, transitions: 1.1, repeat: 0.4, seen: -0.2, popularityShort: 0.2 },
    },
    card: { model: 'synthetic, for measuring', metrics: {}, params: { seed } },
  };
  return packBundle(head, [...contents, ...more], sha256);
}

/** `count` shoppers' logs of `length` interactions over 30 days, oldest first. */
export function syntheticLogs(leaf: Uint32Array, count: number, length: number, seed = 1): Interaction[][] {
  const random = new Random(seed, `logs ${leaf.length}`);
  return Array.from({ length: count }, () =>
    syntheticHistory(leaf, length, random).map((item, i) => ({
      event: EVENTS[random.below(EVENTS.length)]!,
      itemId: idOf(item),
      timestamp: NEWEST - Math.floor((30 * DAY * (length - i)) / length),
    })),
  );
}

function gramOf(rows: Float32Array): Float32Array {
  const gram = new Float64Array(DIMENSIONS * DIMENSIONS);
  for (let at = 0; at < rows.length; at += DIMENSIONS)
    for (let a = 0; a < DIMENSIONS; a++) {
      const value = ALPHA * rows[at + a]!;
      for (let b = 0; b <= a; b++) gram[a * DIMENSIONS + b]! += value * rows[at + b]!;
    }
  return Float32Array.from(gram, (_, i) => {
    const [a, b] = [Math.floor(i / DIMENSIONS), i % DIMENSIONS];
    return gram[Math.max(a, b) * DIMENSIONS + Math.min(a, b)]!;
  });
}

/** Three of four followers lie in the item's own leaf, the rest among the popular. */
function followersOf(leaf: Uint32Array, random: Random): SparseRow[] {
  const items = leaf.length;
  const members = new Map<number, number[]>();
  leaf.forEach((number, item) => {
    const known = members.get(number);
    if (known) known.push(item);
    else members.set(number, [item]);
  });
  return Array.from(leaf, (number, item) => {
    const near = members.get(number)!;
    const targets = new Set<number>();
    for (let tries = 0; targets.size < FOLLOWERS && tries < 4 * FOLLOWERS; tries++) {
      const target = random.chance(0.75) ? near[random.below(near.length)]! : Math.floor(items * random.next() ** 3);
      if (target !== item) targets.add(target);
    }
    return { targets: [...targets], strengths: Array.from(targets, () => 0.02 + random.next() ** 2) };
  });
}
