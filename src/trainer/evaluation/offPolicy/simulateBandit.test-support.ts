import { Random } from '../../random.ts';
import { type BanditLog, featureOf } from '../../tables/banditLog.ts';

const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Chance of a click on each item by a shopper of either kind. */
export const CLICKS = [
  [0.5, 0.3, 0.2, 0.1, 0.05, 0.02],
  [0.02, 0.05, 0.1, 0.2, 0.3, 0.5],
];

/** Chances with which the policies of `simulateBandit` show each item. */
export const POLICIES = {
  uniform: ITEMS.map(() => 1 / ITEMS.length),
  early: [0.4, 0.2, 0.15, 0.1, 0.1, 0.05],
  late: [0.05, 0.1, 0.1, 0.15, 0.2, 0.4],
};

/** The click rate of a policy where three in four shoppers are of the first kind. */
export const rateOf = (policy: readonly number[]): number =>
  policy.reduce((sum, chance, a) => sum + chance * (0.75 * CLICKS[0]![a]! + 0.25 * CLICKS[1]![a]!), 0);

/**
 * A log of a policy. `wavers`: its chances change from one impression to the next, between `policy` and what is left to twice the uniform.
 */
export function simulateBandit(
  impressions: number,
  policy: readonly number[],
  { seed = 1, wavers = false, hasContext = true } = {},
): BanditLog {
  const random = new Random(seed, 'bandit');
  const rows = Array.from({ length: impressions }, () => {
    const kind = random.chance(0.75) ? 0 : 1;
    const isOther = wavers && random.chance(0.5);
    const chances = policy.map((chance) => (isOther ? 2 / ITEMS.length - chance : chance));
    const item = random.weighted(chances);
    return { kind, item, propensity: chances[item]!, click: random.chance(CLICKS[kind]![item]!) ? 1 : 0 };
  });
  return {
    items: ITEMS,
    positions: [1],
    item: Int32Array.from(rows, ({ item }) => item),
    slot: new Uint16Array(impressions),
    click: Uint8Array.from(rows, ({ click }) => click),
    propensity: Float64Array.from(rows, ({ propensity }) => propensity),
    context: hasContext
      ? [
          featureOf(
            'user_kind',
            rows.map(({ kind }) => `kind ${kind}`),
          ),
        ]
      : [],
    itemFeatures: [],
    report: { rows: impressions, used: impressions, skipped: {}, bad: 0, badLines: [] },
  };
}
