import { POPULARITY_WINDOWS, type PopularityWindow } from '../engine/candidates/popularity.ts';
import { type Feature, popularityFeature } from '../engine/ranking/features.ts';
import { createEngine, type Engine } from '../engine/recommender.ts';
import type { SourceName } from '../engine/shelf/types.ts';
import { blendNdcg, learnBlend } from './blend/learn.ts';
import { type BlendRows, collectRows, collectRowsWithoutRepeats } from './blend/rows.ts';
import { openPacked } from './bundle.ts';
import { chooseTables, JUDGED, type TableBytes, type TableChoice, unjudgedTables } from './chooseTables.ts';
import type { TrainConfig } from './config.ts';
import { type EvaluationCase, makeCases } from './evaluation/cases.ts';
import type { Split } from './evaluation/protocols/protocol.ts';
import { type FitInput, fitBundle, type Learned } from './fit.ts';
import { als } from './models/als.ts';
import type { Model } from './models/model.ts';
import { silent } from './progress.ts';
import { resolveAls } from './settings/als.ts';
import type { CatalogueRow } from './tables/log.ts';
import { filterLog, logSpan, splitByTime, splitHistories } from './tables/split.ts';
import { buildTables } from './tables/tables.ts';

const DAY = 86_400_000;

/** Shoppers of the validation slice that are asked, at most: for the blend, for the choice of tables, and for each ALS setting. */
const BLEND_SHOPPERS = 2000;
const TABLE_SHOPPERS = 400;
const ALS_SHOPPERS = 600;

/** Shoppers that trial models are fitted on, at most. */
const ALS_TRIAL_SHOPPERS = 20_000;

/** Sweeps while settings are compared; their order is clear long before the factors have settled. */
const ALS_TRIAL_SWEEPS = 3;

/** Fewest validation shoppers to learn from; below it the defaults ship. */
const MIN_SHOPPERS = 20;

/** Returning shoppers that make a split by time trustworthy, unless a twentieth of all is fewer. */
const ENOUGH_SHOPPERS = 200;

/**
 * Taken items return only if that gains this much nDCG: less is noise, which decides where hardly anybody takes a thing twice,
 * and an old acquaintance takes the place of something new.
 */
const MIN_REPEAT_GAIN = 1.02;

type AlsSetting = { alpha: number; lambda: number };

/**
 * ALS settings tried for `auto`. What a shop needs hangs on how dense its log is: a wholesaler's customers with hundreds of
 * items each want much more weight on what they did not buy than readers with ten.
 */
const ALS_GRID: readonly AlsSetting[] = [
  { alpha: 0.3, lambda: 0.01 },
  { alpha: 0.1, lambda: 0.01 },
  { alpha: 0.03, lambda: 0.003 },
  { alpha: 1, lambda: 0.01 },
];

/** What ships where a log is too small to learn from; taken items then stay away, which no shopper is surprised by. */
export function defaultLearned(config: TrainConfig, models: readonly Model[] = []): Learned {
  return {
    config: withAls(config, ALS_GRID[0]!),
    families: {},
    mainPopularity: 'medium',
    blend: { factors: 0.5, transitions: 1, repeat: 0.5, popularityMedium: 0.5 },
    repeats: config.repeats === 'allow' ? 'allow' : 'exclude',
    tables: unjudgedTables(tableBytes(models), config),
    metrics: {},
  };
}

/**
 * Learns on the log's end, with models fitted on what came before it: the ALS setting, which tables ship, the blend, the main
 * popularity, and whether taken items may return. The rest of training never sees which rows those were, and learning sees of the
 * catalogue what does not change: its stock is of today, when the slice is over, and would hide what was taken from it.
 */
export async function learn(input: FitInput, validation?: Split): Promise<Learned> {
  const { log, config, kernels, progress, models } = input;
  const learned = defaultLearned(config, models);
  const { earlier, now, cases } = validation ?? holdOut({ ...log, catalogue: timelessRows(input) }, config);
  if (cases.length < MIN_SHOPPERS) return learned;
  const trialTables = buildTables(earlier, undefined, config);
  const engineOf = async (settings: Learned, changes: Partial<FitInput> = {}): Promise<Engine> =>
    createEngine(
      await openPacked(
        (await fitBundle({ ...input, log: earlier, catalogue: undefined, tables: trialTables, ...changes }, settings))
          .packed,
      ),
      kernels,
    );

  if (models.includes(als)) {
    const few = sample(cases, ALS_SHOPPERS);
    const stride = Math.ceil(log.shoppers.length / ALS_TRIAL_SHOPPERS);
    const some = stride > 1 ? filterLog(earlier, (row) => earlier.shopper[row]! % stride === 0) : earlier;
    const trial = {
      log: some,
      tables: some === earlier ? trialTables : buildTables(some, undefined, config),
      models: [als],
      progress: silent,
      config: { ...config, als: { ...config.als, sweeps: ALS_TRIAL_SWEEPS } },
    };
    const grid = alsGrid(config);
    let best = -1;
    for (const [index, setting] of grid.entries()) {
      progress('als settings', index, grid.length);
      const engine = await engineOf({ ...learned, config: withAls(trial.config, setting) }, trial);
      const ndcg = blendNdcg(collectRows(engine, few, 'new', now), { factors: 1 });
      if (ndcg > best) [best, learned.config] = [ndcg, withAls(config, setting)];
    }
    progress('als settings', grid.length, grid.length);
  }
  const engine = await engineOf({ ...learned, tables: [] });
  const many = sample(cases, BLEND_SHOPPERS);
  // First as if no table were worth its bytes, which is the rule; whether one is shows beside the blend that is learned so.
  let lists = learnLists(engine, many, now, JUDGED, progress);
  const few = sample(cases, TABLE_SHOPPERS);
  const tables = judgeTables(engine, models, few, now, config, lists.forBoth.blend);
  const quiet = JUDGED.filter((table) => !tables.some((choice) => choice.table === table && choice.speaks));
  if (quiet.length < JUDGED.length) lists = learnLists(engine, many, now, quiet, progress);
  const { all, onlyNew, withoutRepeats, forBoth, forNew } = lists;
  const blends = {
    allow: forBoth.blend,
    exclude: forBoth.ndcg[1]! > forNew.ndcg[0]! ? forBoth.blend : forNew.blend,
  };
  const ndcg = { allow: blendNdcg(all, blends.allow), exclude: blendNdcg(withoutRepeats, blends.exclude) };
  const isGain =
    many.some(({ taken, takenNew }) => takenNew.size < taken.size) && ndcg.allow > MIN_REPEAT_GAIN * ndcg.exclude;
  const repeats = config.repeats !== 'auto' ? config.repeats : isGain ? 'allow' : 'exclude';
  return {
    config: learned.config,
    families: learned.families,
    mainPopularity: bestPopularity(onlyNew),
    blend: blends[repeats],
    repeats,
    tables,
    metrics: {
      'ndcg@10': ndcg[repeats],
      'newItems.ndcg@10': blendNdcg(onlyNew, blends[repeats]),
      'withoutRepeats.ndcg@10': ndcg.exclude,
      shoppers: many.length,
    },
  };
}

/** The candidates of many shoppers without the quiet sources, and the blends learned on them. */
function learnLists(
  engine: Engine,
  cases: readonly EvaluationCase[],
  now: number,
  quiet: readonly (SourceName & Feature)[],
  progress: FitInput['progress'],
) {
  const all = collectRows(engine, cases, 'all', now, quiet);
  const { onlyNew, everything: withoutRepeats } = collectRowsWithoutRepeats(engine, cases, now, quiet);
  // Each policy with the blend that suits it: one that must also keep taken items down often serves worse where none returns.
  const without = new Set<Feature>(quiet);
  const forBoth = learnBlend([all, onlyNew], progress, { without });
  const forNew = learnBlend([onlyNew], progress, { without });
  return { all, onlyNew, withoutRepeats, forBoth, forNew };
}

/**
 * What the catalogue says of its items whenever it is read: words and dates of entry. Stock and price are of today, and an item
 * that nobody had touched before the slice is unknown there.
 */
function timelessRows({ log, catalogue = [] }: FitInput): CatalogueRow[] {
  return [...log.catalogue, ...catalogue].map(({ inStock: _, price: __, ...row }) => row);
}

/** The models' tables, with their bytes in a bundle where there is one. */
function tableBytes(models: readonly Model[], { bundle }: Partial<Engine> = {}): TableBytes {
  const sections = bundle?.manifest.sections ?? [];
  return new Map(
    models.flatMap(({ table }) =>
      table ? [[table, sections.find(({ name }) => name === table)?.bytes ?? 0] as const] : [],
    ),
  );
}

function judgeTables(
  engine: Engine,
  models: readonly Model[],
  cases: readonly EvaluationCase[],
  now: number,
  config: TrainConfig,
  blend: Record<string, number>,
): TableChoice[] {
  const bytes = tableBytes(models, engine);
  if (JUDGED.every((table) => (bytes.get(table) ?? 0) === 0)) return unjudgedTables(bytes, config);
  const sets = (['all', 'new'] as const).map((aspect) => collectRows(engine, cases, aspect, now));
  return chooseTables(bytes, sets, blend, config);
}

function bestPopularity(rows: BlendRows): PopularityWindow {
  const ndcg = POPULARITY_WINDOWS.map((name) => blendNdcg(rows, { [popularityFeature(name)]: 1 }));
  return POPULARITY_WINDOWS[ndcg.indexOf(Math.max(...ndcg))]!;
}

/**
 * What validation keeps back: the end of the log, or, where there is no clock or too few shoppers come back (ratings given
 * in one sitting), the end of every history. `now` is when the shoppers come back.
 */
function holdOut(log: FitInput['log'], { validation, eventWeights }: TrainConfig) {
  const { from, to } = logSpan(log);
  if (log.hasTimes) {
    const cut = to - Math.min(validation.days * DAY, (to - from) * validation.share);
    const { earlier, later } = splitByTime(log, cut);
    const cases = makeCases(earlier, later, eventWeights);
    if (cases.length >= Math.min(ENOUGH_SHOPPERS, log.shoppers.length / 20)) return { earlier, now: cut, cases };
  }
  const { earlier, later } = splitHistories(log, validation.share);
  // Steps are no hours, and every history has an end of its own: nothing of it counts as just bought.
  return { earlier, now: Number.MAX_SAFE_INTEGER, cases: makeCases(earlier, later, eventWeights) };
}

/** The settings to try: one where the config names both. */
function alsGrid(config: TrainConfig): AlsSetting[] {
  const grid = ALS_GRID.map((setting) => resolveAls(withAls(config, setting).als));
  return grid.filter(
    (setting, i) => grid.findIndex(({ alpha, lambda }) => alpha === setting.alpha && lambda === setting.lambda) === i,
  );
}

/** The config with this setting where it leaves the choice. */
function withAls(config: TrainConfig, setting: AlsSetting): TrainConfig {
  const { alpha, lambda } = config.als;
  return {
    ...config,
    als: {
      ...config.als,
      alpha: alpha === 'auto' ? setting.alpha : alpha,
      lambda: lambda === 'auto' ? setting.lambda : lambda,
    },
  };
}

/** Every n-th of the cases, so that at most `most` remain, spread over all shoppers. */
function sample<T>(cases: readonly T[], most: number): T[] {
  const stride = Math.max(1, Math.ceil(cases.length / most));
  return cases.filter((_, index) => index % stride === 0);
}
