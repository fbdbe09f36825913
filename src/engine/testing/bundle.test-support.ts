import { fail } from '../../errors/fail.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { type CatalogueColumns, encodeCatalogue } from '../bundle/catalogue.ts';
import type { ServingConfig } from '../bundle/manifest.ts';
import { type Digest, loadLater, openBundle, type ReadFile } from '../bundle/open.ts';
import { encodeRows, type SparseRow } from '../bundle/rows.ts';
import { type PackedBundle, packBundle, type SectionContent } from '../bundle/write.ts';
import { POPULARITY_SCALE } from '../candidates/popularity.ts';
import type { EventName, Interaction } from '../events.ts';
import { createJsKernels } from '../kernels/js.ts';
import { packVectors } from '../kernels/quantise.ts';
import { createEngine, type Engine } from '../recommender.ts';
import { encodeDisplay } from '../shelf/display.ts';

export const DAY = 86_400_000;
/** 2024-01-01, a time for tests to count from. */
export const START = 1_704_067_200_000;

export const sha256: Digest = (bytes) => crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));

/** Vectors of the fixture shop: the scanners' smallest width. */
export const DIMENSIONS = 16;

export interface Shop {
  /** Item ids, most popular first. */
  ids: string[];
  category?: (string | undefined)[];
  brand?: string[];
  inStock?: (0 | 1)[];
  price?: number[];
  created?: number[];
  title?: string[];
  /** DIMENSIONS numbers an item; absent: no factors section. A zero vector: an item that training did not see. */
  vectors?: number[][];
  /** Share of takers who take again, 0 to 1, per item. */
  repeatRate?: number[];
  /** Target item numbers and strengths per item; absent: no transitions section. */
  transitions?: SparseRow[];
  neighbours?: SparseRow[];
  together?: SparseRow[];
  /** DIMENSIONS numbers an item; absent: no content section. */
  content?: number[][];
  /** Share of weight per category (in the order of the catalogue's categories, "" first), and the list of item numbers, best first. */
  segments?: { centroid: number[]; items: number[] }[];
  /** Prototype sessions: item numbers and strengths. */
  sessions?: SparseRow[];
  popularity?: boolean;
  /** Items that lately are as popular as any. */
  gaining?: number[];
  serving?: Partial<ServingConfig>;
  /** Sections as they are, in place of those of the same name. */
  sections?: SectionContent[];
}

export const SERVING: ServingConfig = {
  eventWeights: { select_item: 0.5, view_item: 1, add_to_cart: 3, purchase: 5 },
  halfLifeDays: 30,
  sessionGapMinutes: 30,
  repeats: 'exclude',
  justBoughtHours: 24,
  blend: { factors: 0.6, transitions: 1.1, neighbours: 0.7, repeat: 0.4, seen: -0.2, popularityShort: 0.2 },
};

/** A shop's tables by hand, as the files that would ship. */
export function packShop(shop: Shop): Promise<PackedBundle> {
  const size = shop.ids.length;
  const each = <T>(values: readonly (T | undefined)[] | undefined, otherwise: T) =>
    shop.ids.map((_, i) => values?.[i] ?? otherwise);
  const columns: CatalogueColumns = {
    ids: shop.ids,
    price: Float32Array.from(each(shop.price, Number.NaN)),
    category: each(shop.category, ''),
    brand: each(shop.brand, ''),
    inStock: Uint8Array.from(each<number>(shop.inStock, 1)),
    created: Uint16Array.from(each(shop.created, 0)),
  };
  const contents: SectionContent[] = [
    { name: 'items', load: 'first', params: {}, arrays: encodeCatalogue(columns) },
    {
      name: 'display',
      load: 'later',
      params: {},
      arrays: encodeDisplay({
        title: each(shop.title, ''),
        link: each(undefined, ''),
        image: each(undefined, ''),
        description: each(undefined, ''),
      }),
    },
  ];
  if (shop.popularity !== false) {
    const scores = () => Uint16Array.from(shop.ids, (_, i) => Math.floor((POPULARITY_SCALE * (size - i)) / size));
    const gaining = scores().map((score, i) => (shop.gaining?.includes(i) ? POPULARITY_SCALE : score));
    const repeatRate = Uint8Array.from(each(shop.repeatRate, 0.5), (rate) => Math.round(rate * 255));
    const arrays = { short: gaining, medium: scores(), long: scores(), repeatRate };
    contents.push({ name: 'popularity', load: 'first', params: { main: 'short' }, arrays });
  }
  if (shop.vectors) {
    const { packed, scales } = packVectors(Float32Array.from(shop.vectors.flat()), DIMENSIONS);
    const gram = new Float32Array(DIMENSIONS * DIMENSIONS);
    for (const vector of shop.vectors)
      for (let a = 0; a < DIMENSIONS; a++)
        for (let b = 0; b < DIMENSIONS; b++) gram[a * DIMENSIONS + b]! += 0.01 * vector[a]! * vector[b]!;
    const params = { encoder: 'als', dimensions: DIMENSIONS, alpha: 0.01, lambda: 0.01 };
    contents.push({ name: 'factors', load: 'first', params, arrays: { gram, scales, vectors: packed } });
  }
  if (shop.content) {
    const { packed, scales } = packVectors(Float32Array.from(shop.content.flat()), DIMENSIONS);
    const params = { dimensions: DIMENSIONS };
    contents.push({ name: 'content', load: 'first', params, arrays: { scales, vectors: packed } });
  }
  if (shop.segments) {
    const lists = shop.segments.map(({ items }) => items);
    const starts = lists.map((_, s) => lists.slice(0, s).flat().length);
    const arrays = {
      centroids: Uint8Array.from(
        shop.segments.flatMap(({ centroid }) => centroid.map((share) => Math.round(share * 255))),
      ),
      starts: Uint32Array.from([...starts, lists.flat().length]),
      items: Uint32Array.from(lists.flat()),
      scores: Uint8Array.from(lists.flatMap((items) => items.map((_, place) => Math.round(255 / (place + 1))))),
    };
    contents.push({ name: 'segments', load: 'first', params: {}, arrays });
  }
  if (shop.sessions) {
    const params = { decay: 0.7, last: 10, neighbours: 50 };
    contents.push({ name: 'sessions', load: 'first', params, arrays: encodeRows(shop.sessions) });
  }
  for (const name of ['transitions', 'neighbours', 'together'] as const) {
    const rows = shop[name];
    if (rows) contents.push({ name, load: 'first', params: { decay: 0.7, last: 10 }, arrays: encodeRows(rows) });
  }
  const head = {
    window: { from: '2023-01-01T00:00:00.000Z', to: '2024-01-01T00:00:00.000Z' },
    counts: { items: size, shoppers: 3, interactions: 9 },
    serving: { ...SERVING, ...shop.serving },
    card: { model: 'by hand', metrics: {}, params: {} },
  };
  const own = shop.sections ?? [];
  const others = contents.filter(({ name }) => !own.some((section) => section.name === name));
  return packBundle(head, [...others, ...own], sha256);
}

/** Reads files from memory. */
export function readFrom(files: ReadonlyMap<string, Uint8Array>): ReadFile {
  return async (file) => {
    const bytes = files.get(file);
    if (!bytes) throw fail('BUNDLE_MISSING', file);
    return bytes;
  };
}

/** The shop packed and opened through the format, later sections included. */
export async function openShop(shop: Shop): Promise<Bundle> {
  const read = readFrom((await packShop(shop)).files);
  const bundle = await openBundle(read, sha256);
  await loadLater(bundle, read, sha256);
  return bundle;
}

export async function engineOf(shop: Shop): Promise<Engine> {
  return createEngine(await openShop(shop), createJsKernels());
}

/** An interaction `minutes` after START. */
export function did(event: EventName, itemId: string, minutes: number): Interaction {
  return { event, itemId, timestamp: START + minutes * 60_000 };
}

/** A vector with ones at the given dimensions. */
export function vectorOf(...dimensions: number[]): number[] {
  return Array.from({ length: DIMENSIONS }, (_, d) => (dimensions.includes(d) ? 1 : 0));
}

/**
 * Six bowls and six lamps, alternating in popularity; bowls lie along dimension 0 and lamps along 1, each with a little
 * of its own. b1 leads to b2, b2 to l1.
 */
export const BOWLS_AND_LAMPS: Shop = {
  ids: ['b1', 'l1', 'b2', 'l2', 'b3', 'l3', 'b4', 'l4', 'b5', 'l5', 'b6', 'l6'],
  category: Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 'Home > Bowls' : 'Home > Lamps')),
  brand: Array.from({ length: 12 }, (_, i) => (i < 6 ? 'Ash' : 'Birch')),
  price: Array.from({ length: 12 }, (_, i) => 20 - i + 0.99),
  created: Array.from({ length: 12 }, (_, i) => 19000 + ((i * 5) % 12)),
  title: Array.from({ length: 12 }, (_, i) => `${i % 2 === 0 ? 'Bowl' : 'Lamp'} ${1 + Math.floor(i / 2)}`),
  vectors: Array.from({ length: 12 }, (_, i) => vectorOf(i % 2, 2 + i)),
  transitions: Array.from({ length: 12 }, (_, i) =>
    i === 0
      ? { targets: [2], strengths: [1] }
      : i === 2
        ? { targets: [1], strengths: [1] }
        : { targets: [], strengths: [] },
  ),
};

/** The same shop with every table there is. Three customers' sessions went b1 b2 b3, l1 l2 and b1 l1. */
export const EVERY_TABLE: Shop = {
  ...BOWLS_AND_LAMPS,
  neighbours: BOWLS_AND_LAMPS.ids.map((_, i) => ({ targets: [(i + 2) % 12], strengths: [1] })),
  together: BOWLS_AND_LAMPS.ids.map((_, i) => ({ targets: [i ^ 1], strengths: [0.5] })),
  content: BOWLS_AND_LAMPS.ids.map((_, i) => (i === 7 ? vectorOf() : vectorOf(i % 2, 2 + (i % 3)))),
  segments: [
    { centroid: [0, 1, 0], items: [4, 0, 2] },
    { centroid: [0, 0, 1], items: [5, 1] },
  ],
  sessions: [
    { targets: [0, 2, 4], strengths: [1, 1, 1] },
    { targets: [1, 3], strengths: [1, 1] },
    { targets: [0, 1], strengths: [1, 1] },
  ],
  gaining: [9, 10],
};
