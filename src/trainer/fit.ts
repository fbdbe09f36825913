import type { ModelCard, ServingConfig } from '../engine/bundle/manifest.ts';
import type { PackedBundle, SectionContent } from '../engine/bundle/write.ts';
import type { PopularityWindow } from '../engine/candidates/popularity.ts';
import type { Kernels } from '../engine/kernels/kernels.ts';
import type { RankerContent } from '../engine/ranking/content.ts';
import { encodeRanker } from '../engine/ranking/encodeRanker.ts';
import { packTables } from './bundle.ts';
import type { Cache } from './cache/cache.ts';
import { placementsOf, type TableChoice } from './chooseTables.ts';
import type { TableSource, TrainConfig } from './config.ts';
import type { RankerCard } from './evaluation/ranking/report.ts';
import { fitSections, readingOf } from './fitSections.ts';
import { indexSections } from './indexing/indexSections.ts';
import type { Model } from './models/model.ts';
import type { Progress } from './progress.ts';
import { fitFacts } from './ranker/facts.ts';
import { explainRecipe } from './recipe/explain.ts';
import { familiesOf } from './recipe/families.ts';
import { type PlacedBlend, withCarts } from './recipe/placements.ts';
import type { Tried } from './recipe/search.ts';
import { settingsOf } from './recipe/settings.ts';
import type { CatalogueRow, EventLog } from './tables/log.ts';
import { buildTables, type Tables } from './tables/tables.ts';

/** What a log itself decides, on its validation slice (see learn.ts). */
export interface Learned {
  /** The settings that ship: the config with what was tried and won put in. */
  config: TrainConfig;
  /** The family that fills each table that several could fill, by its model's name. */
  families: Partial<Record<TableSource, string>>;
  /** The memory of popularity that predicts best alone: it fills shelves and greets newcomers. */
  mainPopularity: PopularityWindow;
  blend: Record<string, number>;
  repeats: ServingConfig['repeats'];
  /** Which tables ship, and which of them propose items on the home page. */
  tables: readonly TableChoice[];
  /** Validation figures, through the engine. */
  metrics: Record<string, number>;
  /** Every family and setting that was tried for a table, in order. */
  tried: readonly Tried[];
  /**
   * What validation asked: the protocol, how many cases there were, and the cut-off of its nDCG (absent: 10); and whether it found that
   * histories are best read without regard to age. Absent where nothing was learned.
   */
  asked?: { protocol: string; cases: number; cutoff?: number; readsEvenly?: true };
  /** Items of the tables behind validation, and the bytes of each section that was fitted on them. */
  expected?: { items: number; bytes: Record<string, number> };
  /** Blends of placements, with what they gained. */
  placed?: readonly PlacedBlend[];
  /** What orders the candidates; absent: the blend alone. */
  ranker?: RankerContent;
  /** How it was learned, for people. */
  ranked?: RankerCard;
}

/** What may be given in place of learning: settings are the config's own where it does not say. */
export type Given = Omit<Learned, 'config' | 'families' | 'tried'> &
  Partial<Pick<Learned, 'config' | 'families' | 'tried'>>;

export interface FitInput {
  log: EventLog;
  /** Rows of a catalogue file; what it does not list is out of stock. */
  catalogue?: readonly CatalogueRow[] | undefined;
  models: readonly Model[];
  config: TrainConfig;
  kernels: Kernels;
  progress: Progress;
  /** What was fitted on the same log and catalogue under other sizes: section contents by model and settings. */
  kept?: Map<string, SectionContent[]>;
  /** Where fits are kept; absent: nowhere. */
  cache?: Cache | undefined;
  /** The tables of this log, catalogue and config, where they are built already. */
  tables?: Tables;
  /** True: the bundle has the item facts, which a ranker that is yet to be learned may weigh. */
  withFacts?: boolean;
}

export interface Fitted {
  packed: PackedBundle;
  tables: Tables;
}

/** Fits every model on the whole of a log, with everything learned taken as given, and packs the bundle. @throws TOO_LITTLE_DATA */
export async function fitBundle(
  { log, catalogue, models, config: given, kernels, progress, cache, kept, withFacts, ...built }: FitInput,
  learned: Learned,
): Promise<Fitted> {
  // How vectors are searched is no matter of taste, and not learned.
  const config = { ...learned.config, index: given.index };
  const tables = built.tables ?? buildTables(log, catalogue, config);
  const { placed = [] } = learned;
  const placements = withCarts(placementsOf(learned.tables, config.placements as ServingConfig['placements']), placed);
  const serving: ServingConfig = {
    ...readingOf(tables, config),
    repeats: learned.repeats,
    justBoughtHours: config.justBoughtHours,
    blend: learned.blend,
    ...(placed.length > 0
      ? { blends: Object.fromEntries(placed.map(({ placement, blend }) => [placement, blend])) }
      : {}),
    ...(Object.keys(placements).length > 0 ? { placements } : {}),
  };
  const sections: SectionContent[] = [];
  const shipping = models.filter((model) => shipsWith(learned, model, models));
  for (const model of shipping) {
    const key = `${model.table} ${model.name} ${JSON.stringify(settingsOf(model, config))}`;
    const fitted =
      kept?.get(key) ?? (await fitSections(model, tables, { config, learned, serving, kernels, progress }, cache));
    kept?.set(key, fitted);
    sections.push(...fitted);
  }
  const { ranker } = learned;
  if (withFacts || ranker || config.ranker.use === 'outside') sections.push(fitFacts(log, tables, ranker?.features));
  if (ranker) sections.push(...encodeRanker(ranker, 'i16'));
  const indexed = await indexSections(sections, tables, { config, serving, kernels });
  const card: ModelCard = {
    model: shipping
      .filter(({ table }) => !table || sections.some(({ name }) => name === table))
      .map(({ name }) => name)
      .join(' + '),
    metrics: learned.metrics,
    params: {
      ...config,
      families: learned.families,
      ...(learned.tried.length > 0 ? { recipe: explainRecipe(learned) } : {}),
      ...(learned.ranked ? { ranker: learned.ranked } : {}),
      tables: learned.tables,
      index: indexed.report ?? config.index,
    },
  };
  return { packed: await packTables(tables, indexed.sections, serving, card), tables };
}

/** What nothing was decided of ships: a model without a table that a bundle could do without, or one given by hand. */
function shipsWith({ tables, families }: Learned, model: Model, models: readonly Model[]): boolean {
  const { table, name } = model;
  if (!table) return true;
  const chosen = families[table] ?? familiesOf(table, models)[0]?.name;
  return name === chosen && (tables.find((choice) => choice.table === table)?.ships ?? true);
}
