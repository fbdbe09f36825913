import type { SectionContent } from '../engine/bundle/write.ts';
import type { Kernels } from '../engine/kernels/kernels.ts';
import { VitrineError } from '../errors/error.ts';
import type { Cache } from './cache/cache.ts';
import { parseConfig, type TableSource, type TrainConfig } from './config.ts';
import type { Split } from './evaluation/protocols/protocol.ts';
import { type FitInput, type Fitted, fitBundle, type Given, type Learned } from './fit.ts';
import { loadKernels } from './kernels.ts';
import { learn, validationOf } from './learn.ts';
import { content } from './models/content.ts';
import { FAMILIES } from './models/families.ts';
import type { Model } from './models/model.ts';
import { withEncoder } from './models/onnx.ts';
import { popularity } from './models/popularity.ts';
import { segments } from './models/segments.ts';
import { sessions } from './models/sessions.ts';
import { together } from './models/together.ts';
import { transitions } from './models/transitions.ts';
import { type Progress, silent } from './progress.ts';
import { describeRanker } from './ranker/describe.ts';
import { learnRanker } from './ranker/learn.ts';
import { budgetOf, rankerBytes } from './recipe/budget.ts';
import { bytesOf, fitWithin } from './recipe/fill.ts';
import { checkCatalogue } from './tables/checkCatalogue.ts';
import type { CatalogueRow, EventLog } from './tables/log.ts';
import { buildTables } from './tables/tables.ts';

/** Everything that training may try; `learn` decides which families fill the tables, and which of these ship. */
export const DEFAULT_MODELS: readonly Model[] = [
  popularity,
  ...FAMILIES.factors,
  transitions,
  together,
  content,
  ...FAMILIES.neighbours,
  sessions,
  segments,
];

const ORDERED_TABLES: ReadonlySet<TableSource> = new Set(['transitions', 'together', 'sessions']);

export interface TrainInput {
  log: EventLog;
  /** Rows of a catalogue file; what it does not list is out of stock. */
  catalogue?: readonly CatalogueRow[] | undefined;
  config?: TrainConfig;
  models?: readonly Model[];
  kernels?: Kernels;
  progress?: Progress;
  /** Where fits are kept, so that a run that was killed goes on; absent: nowhere. */
  cache?: Cache | undefined;
  /** What settings are chosen on; absent: a part of the log that its nature suggests. Its `earlier` is part of `log`. */
  validation?: Split | undefined;
  /** Takes this as learned in place of learning it: for baselines and tests. */
  learned?: Given;
}

export type Trained = Fitted & { learned: Learned };

/** Log -> bundle: learn on the log's end, then fit every model again on the whole log. @throws TOO_LITTLE_DATA, CATALOGUE_UNRELATED */
export async function trainBundle({ log, catalogue, validation, ...options }: TrainInput): Promise<Trained> {
  if (catalogue) checkCatalogue(log, catalogue);
  const config = options.config ?? parseConfig();
  const { sources } = config;
  const hasOrder = log.hasOrder !== false;
  const input = {
    log,
    catalogue,
    config,
    models: (options.models ?? withEncoder(DEFAULT_MODELS, config)).filter(
      // Where histories have no order, what follows what is the order of a file, and all of a history is one basket and one sitting.
      ({ table }) => !table || (sources === 'auto' ? hasOrder || !ORDERED_TABLES.has(table) : sources.includes(table)),
    ),
    kernels: options.kernels ?? (await loadKernels()),
    progress: options.progress ?? silent,
    cache: options.cache,
  };
  // Trials scan: what they compare is tables, and an index over each would take most of their time.
  const scanning = { ...input, config: { ...config, index: { ...config.index, kind: 'exact' as const } } };
  // What is given is for baselines and tests, which are as large as they are.
  if (options.learned) {
    const learned: Learned = { config, families: {}, tried: [], ...options.learned };
    learned.config = { ...learned.config, index: config.index };
    return { ...(await fitBundle(input, learned)), learned };
  }
  const split = validation ?? validationOf(scanning);
  const learned = await learn(scanning, split);
  learned.config = { ...learned.config, index: config.index };
  // Nothing was learned of a log that is too small to be asked.
  return learned.asked && tries(input) ? withRanker(input, learned, split) : withoutRanker(input, learned);
}

const tries = ({ config, log }: FitInput) => config.ranker.use === 'auto' && log.hasOrder !== false;

async function withoutRanker(input: FitInput, learned: Learned): Promise<Trained> {
  const { fitted, learned: within } = await fitWithin(input, learned);
  return { ...fitted, learned: within };
}

/** The bundle with a ranker in the room that its tables leave; without one where none gains, or none fits. */
async function withRanker(input: FitInput, learned: Learned, split: Split): Promise<Trained> {
  const kept = new Map<string, SectionContent[]>();
  const items = buildTables(input.log, input.catalogue, input.config).items;
  const reserved = rankerBytes(input.config, items);
  let within: Awaited<ReturnType<typeof fitWithin>>;
  try {
    within = await fitWithin({ ...input, kept }, learned, reserved);
  } catch (thrown) {
    if (!(thrown instanceof VitrineError && thrown.code === 'CONFIG_INVALID')) throw thrown;
    return withoutRanker({ ...input, kept }, learned);
  }
  const { fitted, learned: sized } = within;
  const ranked = await learnRanker(input, sized, split);
  if (!ranked) return withoutRanker({ ...input, kept }, learned);
  const shipped = { ...sized, ranker: ranked.content, ranked: describeRanker(ranked) };
  const whole = await fitBundle({ ...input, tables: fitted.tables, kept }, shipped);
  if (bytesOf(whole.packed) > budgetOf(input.config, items)) return withoutRanker({ ...input, kept }, learned);
  return { ...whole, learned: shipped };
}
