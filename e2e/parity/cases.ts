import { syntheticRanker } from '../../bench/syntheticRanker.ts';
import type { EventName, Interaction, RecommendRequest } from '../../src/engine/index.ts';
import { RANKING_FEATURES } from '../../src/engine/ranking/inputs/inputs.ts';
import { parseConfig } from '../../src/trainer/config.ts';
import type { Given } from '../../src/trainer/fit.ts';
import { withRanker } from '../../src/trainer/ranker/import/withRanker.ts';
import { trainBundle } from '../../src/trainer/train.ts';
import { ENCODERS, type EncoderName, withEncoder } from './encoders.ts';
import { idOf, makeShop, type ShopOptions } from './shop.ts';

export interface Case {
  name: string;
  log: Interaction[];
  request: RecommendRequest;
  /** Asks for items like this one in place of recommendations; the edge has no such route. */
  similarTo?: string;
}

export interface FixtureBundle {
  name: string;
  shop: ShopOptions;
  config: { als?: object; [setting: string]: unknown };
  repeats: Given['repeats'];
  /** In place of ALS. */
  encoder?: EncoderName;
  /** With a made-up ranker over every feature. */
  isRanked?: boolean;
}

/** Fixed, not learned: every source must speak in every bundle, and in numbers that no runtime can round by luck. */
const LEARNED: Omit<Given, 'repeats'> = {
  mainPopularity: 'medium',
  blend: {
    factors: 0.61,
    transitions: 1.07,
    repeat: 0.43,
    seen: -0.29,
    popularityShort: 0.17,
    popularityMedium: 0.11,
    popularityLong: 0.07,
    neighbours: 0.37,
    content: 0.13,
    segments: 0.23,
    sessions: 0.31,
    trending: 0.19,
    arrivals: 0.05,
  },
  tables: [],
  metrics: {},
};

/** A shop with a clock and a funnel, one that only knows the order of steps, and a wide one whose model is 128 wide. */
export const BUNDLES: FixtureBundle[] = [
  {
    name: 'funnel',
    shop: {
      seed: 1,
      items: 203,
      shoppers: 400,
      interactions: 14,
      hasTimes: true,
      events: { view_item: 60, select_item: 10, add_to_cart: 15, purchase: 15 },
    },
    config: {},
    repeats: 'exclude',
  },
  {
    name: 'steps',
    shop: { seed: 2, items: 90, shoppers: 300, interactions: 8, hasTimes: false, events: { purchase: 100 } },
    config: { justBoughtHours: 0 },
    repeats: 'allow',
  },
  {
    name: 'wide',
    shop: {
      seed: 3,
      items: 1001,
      shoppers: 500,
      interactions: 20,
      hasTimes: true,
      events: { view_item: 70, add_to_cart: 10, remove_from_cart: 5, purchase: 15 },
    },
    config: { als: { dimensions: 128, sweeps: 4 } },
    repeats: 'allow',
  },
  {
    name: 'ranked',
    shop: {
      seed: 8,
      items: 300,
      shoppers: 300,
      interactions: 12,
      hasTimes: true,
      events: { view_item: 60, select_item: 10, add_to_cart: 15, purchase: 15 },
    },
    config: { als: { dimensions: 32, sweeps: 2 } },
    repeats: 'allow',
    isRanked: true,
  },
  ...ENCODERS.map(
    (encoder, i): FixtureBundle => ({
      name: encoder,
      shop: {
        seed: 4 + i,
        items: 150,
        shoppers: 200,
        interactions: 8,
        hasTimes: true,
        events: { view_item: 80, purchase: 20 },
      },
      config: { als: { dimensions: 16, sweeps: 1 } },
      repeats: 'allow',
      encoder,
    }),
  ),
];

/** Trains a fixture bundle: file name -> content. */
export async function trainFixture({
  shop,
  config,
  repeats,
  encoder,
  isRanked,
}: FixtureBundle): Promise<Map<string, Uint8Array>> {
  const { packed } = await trainBundle({
    ...makeShop(shop),
    config: parseConfig({ ...config, als: { alpha: 0.013, lambda: 0.0037, ...config.als } }),
    learned: { ...LEARNED, repeats },
  });
  if (isRanked) {
    const ranker = syntheticRanker(shop.items, {
      features: RANKING_FEATURES.map(({ name }) => name),
      ...{ trees: 60, leaves: 15, candidates: 60 },
    });
    return (await withRanker(async (file) => packed.files.get(file)!, ranker, {}, [])).files;
  }
  return encoder ? withEncoder(packed.files, encoder) : packed.files;
}

const NOW = Date.UTC(2025, 2, 10, 12);

/** `count` interactions that wander through the items, a minute apart, ending at NOW. */
function wander(count: number, stride: number, items: number, events: EventName[]): Interaction[] {
  return Array.from({ length: count }, (_, i) => ({
    itemId: idOf((i * stride + ((i * i) % 7)) % items),
    event: events[i % events.length]!,
    timestamp: NOW - (count - i) * 60_000,
  }));
}

function logs(items: number): Record<string, Interaction[]> {
  const unknown: Interaction[] = ['nobody', 'SKU-99999999'].map((itemId) => ({
    itemId,
    event: 'purchase',
    timestamp: NOW,
  }));
  return {
    empty: [],
    unknown,
    'one view': [{ itemId: idOf(5), event: 'view_item', timestamp: NOW }],
    'just bought': wander(6, 8, items, ['view_item', 'add_to_cart', 'purchase']),
    'with unknown': [...wander(9, 16, items, ['purchase', 'view_item']), ...unknown],
    'one instant': wander(5, 8, items, ['view_item']).map((interaction) => ({ ...interaction, timestamp: NOW })),
    undone: wander(12, 8, items, ['add_to_cart', 'remove_from_cart', 'purchase', 'refund']),
    'second thoughts': wander(40, 8, items, [
      'view_item',
      'user_engagement',
      'add_to_cart',
      'remove_from_cart',
      'view_item',
      'dismiss',
    ]),
    // Every second view is left at once, the others last for up to a minute and more.
    glances: wander(30, 8, items, ['view_item']).flatMap((one, i) => [
      one,
      {
        ...one,
        event: 'user_engagement' as const,
        timestamp: one.timestamp + 5000,
        engagementMs: i % 2 === 0 ? 900.5 : i * 2700,
      },
    ]),
    'only against': wander(9, 8, items, ['dismiss', 'remove_from_cart']),
    rated: wander(25, 8, items, ['view_item', 'purchase']).map((one, i) => ({ ...one, value: 1 + ((i * 7) % 9) / 2 })),
    'without weight': wander(4, 8, items, ['view_item_list']),
    'long ago': wander(20, 24, items, ['purchase']).map((one) => ({ ...one, timestamp: one.timestamp % 1e9 })),
    'half a thousand': wander(500, 13, items, ['view_item', 'view_item', 'select_item', 'add_to_cart', 'purchase']),
  };
}

const REQUESTS: Record<string, RecommendRequest> = {
  home: { k: 12, placement: 'home' },
  'more than there is': { k: 1000 },
  'repeats allowed': { k: 12, repeats: 'allow' },
  'repeats excluded': { k: 12, repeats: 'exclude' },
  context: { k: 8, placement: 'product', context: [idOf(17), 'nobody'] },
  category: { k: 20, placement: 'category', category: 'Home' },
  'no such category': { k: 5, category: 'Garage' },
  exclusions: { k: 10, exclude: Array.from({ length: 40 }, (_, item) => idOf(item)) },
  'much later': { k: 12, now: NOW + 400 * 86_400_000 },
  cart: { k: 8, placement: 'cart', context: Array.from({ length: 12 }, (_, item) => idOf(item)), explain: true },
  'empty search': { k: 12, placement: 'search_empty', repeats: 'allow', explain: true },
  filters: {
    k: 12,
    brand: ['Brand 0', 'Brand 2'],
    price: { min: 10, max: 80.99 },
    category: ['Shop > Group 1', 'Home'],
  },
  'sold out too': { k: 12, inStock: false, only: Array.from({ length: 60 }, (_, item) => idOf(item)) },
  sources: {
    k: 12,
    explain: true,
    sources: {
      factors: { quota: 0 },
      popularity: { quota: 0 },
      sessions: { weight: 3 },
      content: { quota: 7, weight: 2 },
    },
  },
  explained: { k: 6, explain: true, context: [idOf(3)] },
  unranked: { k: 12, useRanking: false },
  'likely ones': { k: 12, minScore: 0.6, device: 'mobile' },
};

/** Every log with every request, and items like some of the first and the last. */
export function casesOf({ shop }: FixtureBundle): Case[] {
  const recommended = Object.entries(logs(shop.items)).flatMap(([log, interactions]) =>
    Object.entries(REQUESTS).map(([request, asked]) => ({
      name: `${log}, ${request}`,
      log: interactions,
      // A worker would take its own hour.
      request: { now: NOW, ...asked },
    })),
  );
  const similar = [0, 1, 2, 3, 40, shop.items - 1].map((item) => ({
    name: `like item ${item}`,
    log: [],
    request: { k: 10 },
    similarTo: idOf(item),
  }));
  return [...recommended, ...similar];
}
