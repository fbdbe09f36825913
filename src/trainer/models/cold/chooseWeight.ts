import { setImmediate } from 'node:timers/promises';
import type { Section } from '../../../engine/bundle/bundle.ts';
import type { SectionContent } from '../../../engine/bundle/write.ts';
import { bitmapOf, clearBit, createBitmap } from '../../../engine/candidates/bitmap.ts';
import { createFactorsSource } from '../../../engine/candidates/factors.ts';
import { models } from '../../../engine/candidates/models.ts';
import { readProfile } from '../../../engine/profile/readProfile.ts';
import type { Profile } from '../../../engine/profile/types.ts';
import { listMetrics, mean } from '../../evaluation/metrics.ts';
import { Random } from '../../random.ts';
import { shopperLog, type Tables } from '../../tables/tables.ts';
import type { FitContext } from '../model.ts';
import { type ColdMaterial, type ColdSettings, fillCold } from './fillCold.ts';
import { supportOf } from './support.ts';

/** Ridges tried, in units of the rows' weight. */
const LAMBDAS = [0.01, 0.001, 0.0001];
/** Weights tried, the boldest first. */
const WEIGHTS = [3, 2, 1.5, 1, 0.75];
/** Share of the nDCG over all items that showing new ones may cost: they are to be found, and known ones not to suffer. */
const MAX_COST = 0.005;

/** Share of the items that are hidden, and how many shoppers one of them must have had. */
const HIDDEN = 0.1;
const LEAST_SUPPORT = 3;
/** Share of a shopper's other items that are asked for. */
const ASKED = 0.2;
/** Shoppers that the trial is fitted on, and that are asked, at most; fewer of these than the last say nothing. */
const MOST_FITTED = 5000;
const MOST_ASKED = 400;
const LEAST_ASKED = 20;
const K = 10;

export interface ColdChoice {
  settings: ColdSettings;
  /** nDCG@10 of the hidden items among themselves, of all items with the map, and of all where hidden ones have no vector. */
  amongHidden: number;
  amongAll: number;
  without: number;
}

/**
 * Settings of the map from content, chosen on items that are hidden: a tenth of them, drawn with the seed, is taken out of every history
 * before the model is fitted once more, with a fifth of what else each shopper took. The ridge is the one by which shoppers' hidden
 * items rank highest among the hidden; the weight the boldest of those by which all that was taken out, hidden or not, ranks
 * over all items as high as without the map, but for half a percent. Undefined where too few shoppers can tell.
 * @param refit gives the model's section of tables of the same items
 */
export async function chooseColdWeight(
  refit: (tables: Tables) => Promise<SectionContent | undefined>,
  { content, width, support }: ColdMaterial,
  tables: Tables,
  { config, serving, kernels }: Pick<FitContext, 'config' | 'serving' | 'kernels'>,
): Promise<ColdChoice | undefined> {
  const random = new Random(config.seed, 'cold');
  const isHidden = Array.from(support, (n) => n >= LEAST_SUPPORT && random.chance(HIDDEN));
  const shoppers = random
    .shuffle(Array.from({ length: tables.shoppers }, (_, shopper) => shopper))
    .slice(0, MOST_FITTED)
    .sort((a, b) => a - b);
  const askedOf = new Map<number, Set<number>>();
  const earlier = keepRows(tables, shoppers, (shopper, item) => {
    const asked = askedOf.get(shopper) ?? new Set();
    askedOf.set(shopper, asked);
    if (isHidden[item] || random.chance(ASKED)) asked.add(item);
    return !asked.has(item);
  });
  const section = await refit(earlier);
  if (!section) return undefined;
  const material = { content, width, support: supportOf(earlier) };

  const cases: { asked: Set<number>; profile: Profile }[] = [];
  for (let shopper = 0; shopper < earlier.shoppers && cases.length < MOST_ASKED; shopper++) {
    const asked = askedOf.get(earlier.logShopper[shopper]!)!;
    if (asked.size > 0) cases.push({ asked, profile: readProfile(shopperLog(earlier, shopper), serving) });
  }
  if (cases.length < LEAST_ASKED) return undefined;

  const hidden = bitmapOf(isHidden.map(Number));
  const ndcgWith = async (settings: ColdSettings, isAll: boolean) => {
    await setImmediate();
    const filled = fillCold(section, material, settings);
    const source = createFactorsSource(sectionOf(filled), tables.items, kernels, {
      createEncoder: models.createEncoder,
    });
    const values: number[] = [];
    for (const { asked, profile } of cases) {
      const allowed = isAll ? createBitmap(tables.items, true) : hidden;
      if (isAll) for (const item of profile.items) clearBit(allowed, item);
      const relevant = isAll ? asked : new Set([...asked].filter((item) => isHidden[item]));
      if (relevant.size === 0) continue;
      const vector = source.userVector(profile);
      const found = vector ? Array.from(source.index.search(vector, K, allowed).items) : [];
      values.push(listMetrics(found, relevant, K).ndcg);
    }
    return values.length > 0 ? mean(values) : 0;
  };
  let [lambda, amongHidden] = [LAMBDAS[0]!, -1];
  for (const one of LAMBDAS) {
    const ndcg = await ndcgWith({ weight: 1, lambda: one }, false);
    if (ndcg > amongHidden) [lambda, amongHidden] = [one, ndcg];
  }
  const without = await ndcgWith({ weight: 0, lambda }, true);
  for (const weight of WEIGHTS) {
    const amongAll = await ndcgWith({ weight, lambda }, true);
    if (amongAll >= (1 - MAX_COST) * without) return { settings: { weight, lambda }, amongHidden, amongAll, without };
  }
  return { settings: { weight: 0, lambda }, amongHidden, amongAll: without, without };
}

/** Tables of some shoppers' rows, of those that `keep` says; items keep their numbers, and shoppers are known by the places that they had. */
function keepRows(
  tables: Tables,
  shoppers: readonly number[],
  keep: (shopper: number, item: number) => boolean,
): Tables {
  const kept: number[] = [];
  const [offsets, logShopper]: [number[], number[]] = [[0], []];
  for (const shopper of shoppers) {
    for (let row = tables.offsets[shopper]!; row < tables.offsets[shopper + 1]!; row++)
      if (keep(shopper, tables.item[row]!)) kept.push(row);
    if (kept.length === offsets.at(-1)) continue;
    offsets.push(kept.length);
    logShopper.push(shopper);
  }
  return {
    ...tables,
    shoppers: logShopper.length,
    offsets: Int32Array.from(offsets),
    logShopper: Int32Array.from(logShopper),
    item: Int32Array.from(kept, (row) => tables.item[row]!),
    event: Uint8Array.from(kept, (row) => tables.event[row]!),
    weight: Float32Array.from(kept, (row) => tables.weight[row]!),
    time: Float64Array.from(kept, (row) => tables.time[row]!),
    value: Float32Array.from(kept, (row) => tables.value[row]!),
  };
}

function sectionOf({ name, params, arrays }: SectionContent): Section {
  return { name, params, arrays } as Section;
}
