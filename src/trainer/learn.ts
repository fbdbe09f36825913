import { POPULARITY_WINDOWS, type PopularityWindow } from '../engine/candidates/popularity.ts';
import { popularityFeature } from '../engine/ranking/features.ts';
import type { Engine } from '../engine/recommender.ts';
import { blendNdcg } from './blend/learn.ts';
import type { BlendRows } from './blend/rows.ts';
import { chooseTables, JUDGED, type TableBytes, type TableChoice, unjudgedTables } from './chooseTables.ts';
import type { TrainConfig } from './config.ts';
import type { ProtocolName, Split } from './evaluation/protocols/protocol.ts';
import type { FitInput, Learned } from './fit.ts';
import type { Model } from './models/model.ts';
import { allotments, budgetOf } from './recipe/budget.ts';
import { familiesOf, GROWING, type Growing } from './recipe/families.ts';
import { createFits, type Fits, someShoppers } from './recipe/fits.ts';
import { blendWith, type Question, questionOf, rowsOf } from './recipe/judge.ts';
import { learnPlacements } from './recipe/placements.ts';
import { learnPolicy } from './recipe/policies.ts';
import { chooseReading } from './recipe/reading.ts';
import { type Standing, searchTable, type Tried } from './recipe/search.ts';
import { type Choice, mergeChoices, openSettings, settingsOf, withSettings } from './recipe/settings.ts';
import { chooseSplit } from './recipe/split.ts';
import type { CatalogueRow } from './tables/log.ts';

/** Shoppers of the validation slice that are asked, at most: for the blend, for the choice of tables, and for each trial. */
const BLEND_SHOPPERS = 2000;
const TABLE_SHOPPERS = 400;
const TRIAL_SHOPPERS = 600;

/** A small catalogue has few candidates a shopper: then as many shoppers as make so many rows. */
const BLEND_ROWS = 1_200_000;
const TRIAL_ROWS = 300_000;

/** Interactions that trials and the models behind the blend are fitted on, about. */
const TRIAL_INTERACTIONS = 300_000;
const BLEND_INTERACTIONS = 1_000_000;

/** Trials for one table at most. */
const TRIALS = 10;

/** Fewest validation shoppers to learn from; below it the defaults ship. */
const MIN_SHOPPERS = 20;

/** What a table of transitions must add, as a share, for families that read order to be tried. */
const ORDER_TELLS = 1.02;

/** Entries a row that similar items need of a table which the blend does not. */
const FEW_KEPT = 12;

/** What ships where a log is too small to learn from; taken items then stay away, which no shopper is surprised by. */
export function defaultLearned(config: TrainConfig, models: readonly Model[] = []): Learned {
  return {
    config,
    families: firstFamilies(models, config),
    mainPopularity: 'medium',
    blend: { factors: 0.5, transitions: 1, repeat: 0.5, popularityMedium: 0.5 },
    repeats: config.repeats === 'allow' ? 'allow' : 'exclude',
    tables: unjudgedTables(tableBytes(models), config),
    metrics: {},
    tried: [],
  };
}

/** The part of the log that decides, and the protocol that made it where nobody gave one. */
export type Validation = Split & { protocol?: ProtocolName };

/** A part of the log that its nature suggests, with what the catalogue says at any time. */
export function validationOf(given: FitInput): Validation {
  return chooseSplit({ ...given.log, catalogue: timelessRows(given) }, given.config);
}

/**
 * Learns on a part of the log, with models fitted on what came before it: the families and settings of the tables, which tables ship,
 * the blend, the main popularity, and whether taken items may return. The rest of training never sees which rows those were, and learning
 * sees of the catalogue what does not change: its stock is of today, when the slice is over, and would hide what was taken from it.
 */
export async function learn(given: FitInput, split: Validation): Promise<Learned> {
  const { log, models } = given;
  const learned = defaultLearned(given.config, models);
  if (split.cases.length < MIN_SHOPPERS) return learned;
  const some = someShoppers(split.earlier, TRIAL_INTERACTIONS);
  const most = someShoppers(split.earlier, BLEND_INTERACTIONS);
  const { config, fits: trials } = await chooseReading(given, some, split.cases, questionOf(split, TABLE_SHOPPERS));
  const input = { ...given, config };
  const { choices, tried, blend } = await chooseFamilies(input, trials, split);
  const fits = some === most ? trials : createFits(input, most, split.cases);
  const rest = models
    .filter(({ table }) => table && !GROWING.some((growing) => growing === table))
    .map((model): Choice => ({ model, config }));
  const engine = await fits.engineOf([...choices, ...rest]);
  const tables = judgeTables(engine, input, questionOf(split, TABLE_SHOPPERS), blend);
  const quiet = JUDGED.filter((table) => !tables.some((choice) => choice.table === table && choice.speaks));
  const question = questionOf(split, Math.max(BLEND_SHOPPERS, Math.floor(BLEND_ROWS / fits.tables.items)));
  const { onlyNew, ...policy } = learnPolicy(engine, question, quiet, blend, input);
  return {
    config: mergeChoices(config, choices),
    families: Object.fromEntries(choices.flatMap(({ model: { table, name } }) => (table ? [[table, name]] : []))),
    mainPopularity: bestPopularity(onlyNew),
    tables,
    tried,
    expected: {
      items: fits.tables.items,
      bytes: Object.fromEntries(engine.bundle.manifest.sections.map(({ name, bytes }) => [name, bytes])),
    },
    asked: {
      protocol: split.protocol ?? 'given',
      cases: split.cases.length,
      ...(split.cutoff === undefined ? {} : { cutoff: split.cutoff }),
      ...(config.halfLifeDays === given.config.halfLifeDays ? {} : { readsEvenly: true as const }),
    },
    placed: learnPlacements(engine, log, split, policy.blend, {
      repeats: policy.repeats,
      silent: tables.filter(({ ships }) => !ships).map(({ table }) => table),
    }),
    ...policy,
  };
}

/** Table after table, the family and settings that gain most beside those chosen before. */
async function chooseFamilies(
  input: FitInput,
  fits: Fits,
  split: Split,
): Promise<{ choices: Choice[]; tried: Tried[]; blend: Record<string, number> }> {
  const { log, catalogue, config, models } = input;
  const question = questionOf(split, Math.max(TRIAL_SHOPPERS, Math.floor(TRIAL_ROWS / fits.tables.items)));
  const always = models.filter(({ table }) => !table).map((model): Choice => ({ model, config }));
  const isOrdered = log.hasOrder !== false;
  const items = new Set([...log.items, ...(catalogue ?? []).map(({ itemId }) => itemId)]).size;
  const budget = budgetOf(config, items);
  let bytes = allotments(budget, isOrdered ? 'ordered' : 'unordered');
  const first = blendWith(rowsOf(await fits.engineOf(always), question), {}, undefined);
  let standing: Standing = { choices: always, sketches: always, blend: first.blend, ndcg: first.mean };
  // Of the next step order says most; of a month of visits taste does, and order is worth tuning only if it adds to that.
  const isTasteFirst = question.isOfMany;
  const order: readonly Growing[] = isTasteFirst ? ['factors', 'transitions', 'neighbours'] : GROWING;
  let orderTells = isOrdered && !isTasteFirst;
  const tried: Tried[] = [];
  for (const table of order) {
    const families = familiesOf(table, models, config.models).filter(
      ({ name, readsOrder }) => orderTells || !readsOrder || config.models[table] === name,
    );
    if (families.length === 0 || (table === 'transitions' && !isOrdered)) continue;
    const before = standing;
    const room = { table, items, bytes: bytes[table] ?? 0, most: TRIALS };
    const search = (candidates: readonly Model[]) =>
      searchTable(input, fits, question, { ...room, models: candidates, standing: before });
    const isUntuned = table === 'transitions' && isTasteFirst;
    let found = await search(isUntuned ? families.map(({ trials: _, ...model }) => model) : families);
    const isGain = found.standing.ndcg > before.ndcg * ORDER_TELLS;
    if (isUntuned && isGain) found = await search(families);
    ({ standing } = found);
    tried.push(...found.tried);
    if (table !== 'transitions' || isGain) continue;
    // It stays for "similar items", which needs few of a row; its bytes are better spent on taste.
    orderTells = false;
    bytes = allotments(budget, 'unordered');
    const withFew = (choices: readonly Choice[]) => choices.map((choice) => withFewKept(choice, config));
    standing = { ...standing, choices: withFew(standing.choices), sketches: withFew(standing.sketches) };
  }
  return { choices: standing.choices, tried, blend: standing.blend };
}

/** A sparse table that only answers what is alike: its strongest entries. */
function withFewKept({ model, config: chosen }: Choice, config: TrainConfig): Choice {
  const { keep } = settingsOf(model, chosen) as { keep?: number };
  const fewer = keep !== undefined && keep > FEW_KEPT ? openSettings(model, config, { keep: FEW_KEPT }) : {};
  return { model, config: withSettings(model, chosen, fewer) };
}

function firstFamilies(models: readonly Model[], config: TrainConfig): Learned['families'] {
  return Object.fromEntries(
    GROWING.flatMap((table) => {
      const [first] = familiesOf(table, models, config.models);
      return first ? [[table, first.name]] : [];
    }),
  );
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
  { models, config }: FitInput,
  question: Question,
  blend: Record<string, number>,
): TableChoice[] {
  const bytes = tableBytes(models, engine);
  if (JUDGED.every((table) => (bytes.get(table) ?? 0) === 0)) return unjudgedTables(bytes, config);
  return chooseTables(bytes, rowsOf(engine, question), blend, config);
}

function bestPopularity(rows: BlendRows): PopularityWindow {
  const ndcg = POPULARITY_WINDOWS.map((name) => blendNdcg(rows, { [popularityFeature(name)]: 1 }));
  return POPULARITY_WINDOWS[ndcg.indexOf(Math.max(...ndcg))]!;
}
