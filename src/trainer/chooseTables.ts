import type { ServingConfig } from '../engine/bundle/manifest.ts';
import type { Feature } from '../engine/ranking/features.ts';
import type { Placement, SourceName, SourceSettings } from '../engine/shelf/types.ts';
import { gainOfJoining, type LearnedBlend, learnBlend } from './blend/learn.ts';
import { BLEND_K, type BlendRows } from './blend/rows.ts';
import type { TableSource, TrainConfig } from './config.ts';
import { silent } from './progress.ts';

/** Whether a table ships, and why. */
export interface TableChoice {
  table: TableSource;
  ships: boolean;
  /** Of the table as fitted on what came before validation; 0 where log and catalogue give none. */
  bytes: number;
  /** Does it propose items on the home page? A table may ship for other places alone. */
  speaks: boolean;
  /** What its feature adds to validation nDCG@10, as a share of that without it; absent where nobody could tell. */
  gain?: number;
  reason: string;
}

/** The tables that could ship, and the bytes of each on what came before validation (0: nothing to make it of, or not tried). */
export type TableBytes = ReadonlyMap<TableSource, number>;

/** A feature must add this share of nDCG@10, or it is noise. */
const MIN_GAIN = 0.01;

/** What must be gained with the other weights as they are before they are learned anew: that takes a while. */
const PROMISING = 0.0005;

/**
 * And a table that nothing else needs this part of the share by which it makes the tables larger: every visitor pays for it. Neighbours are as
 * large as the budget allows: they need the least gain alone.
 */
const GAIN_PER_GROWTH = 0.1;

/** Tables that some place cannot do without, whatever the home page makes of them. */
const NEEDED: Partial<Record<TableSource, string>> = {
  factors: 'taste: shelves, similar items',
  transitions: 'order: shelves, similar items',
  together: 'the cart asks what goes with it',
  content: 'items that nobody has taken yet',
};

/** Tables that must show their worth, in the order in which they are tried. */
export const JUDGED = ['neighbours', 'sessions', 'segments', 'content', 'together'] as const satisfies (TableSource &
  Feature)[];
type Judged = (typeof JUDGED)[number];

interface Gain {
  gain: number;
  isEnough: boolean;
}

const isJudged = (table: TableSource): table is Judged => JUDGED.some((judged) => judged === table);

/**
 * Which of the tables that a log gives ship: those that some place needs, and those whose feature lifts the blend's nDCG@10 enough for
 * their bytes when it joins (greedy forward selection over `sets`, rows with the features of all tables; `blend` is a good one, with them or
 * without). A list in the config overrides.
 */
export function chooseTables(
  tables: TableBytes,
  sets: readonly BlendRows[],
  blend: Record<string, number>,
  { sources }: Pick<TrainConfig, 'sources'>,
): TableChoice[] {
  const without = new Set<Feature>(JUDGED);
  const gains = new Map<TableSource, Gain>();
  let bytes = 0;
  for (const [table, size] of tables) if (NEEDED[table]) bytes += size;
  const judged = JUDGED.filter((table) => (tables.get(table) ?? 0) > 0);
  let best: LearnedBlend | undefined;
  const others = Object.fromEntries(
    Object.entries(blend).filter(([feature]) => !JUDGED.some((table) => table === feature)),
  );
  for (const table of judged) {
    let gain = gainOfJoining(sets, best?.blend ?? others, table);
    let trial: LearnedBlend | undefined;
    if (gain >= PROMISING) {
      // Both at their best on these very rows, or the gain were that of the search.
      best ??= learnBlend(sets, silent, { without, from: [others] });
      without.delete(table);
      // From where the search for it ended, too: the weights that are best without a table are not those that it joins best.
      trial = learnBlend(sets, silent, { without, from: [best.blend, blend] });
      gain = total(best) > 0 ? total(trial) / total(best) - 1 : 0;
    }
    const growth =
      NEEDED[table] || table === 'neighbours' || sources !== 'auto' ? 0 : tables.get(table)! / Math.max(1, bytes);
    gains.set(table, { gain, isEnough: gain >= Math.max(MIN_GAIN, GAIN_PER_GROWTH * growth) });
    if (gains.get(table)!.isEnough) best = trial;
    else without.add(table);
  }
  return decide(tables, gains, sources, sets[0]?.cutoff);
}

/** The choice where too few shoppers come back to judge by. */
export function unjudgedTables(tables: TableBytes, { sources }: Pick<TrainConfig, 'sources'>): TableChoice[] {
  return decide(tables, new Map(), sources);
}

function decide(
  tables: TableBytes,
  gains: ReadonlyMap<TableSource, Gain>,
  sources: TrainConfig['sources'],
  cutoff = BLEND_K,
): TableChoice[] {
  return [...tables].map(([table, bytes]): TableChoice => {
    const { gain, isEnough } = gains.get(table) ?? {};
    const speaks = !isJudged(table) || isEnough === true;
    const told = gain === undefined ? {} : { gain };
    if (bytes === 0 && sources === 'auto' && gains.size > 0)
      return { table, ships: NEEDED[table] !== undefined, bytes, speaks, reason: 'log and catalogue give none' };
    if (sources !== 'auto') return { table, ships: true, bytes, speaks, ...told, reason: 'the config names it' };
    const needed = NEEDED[table];
    if (needed) return { table, ships: true, bytes, speaks, ...told, reason: needed };
    const reason = gain === undefined ? 'nothing to judge it by' : `${percent(gain)} nDCG@${cutoff} in validation`;
    return { table, ships: speaks, bytes, speaks, ...told, reason };
  });
}

/** Places whose order the blend alone decides: what it gave no weight has nothing to say there. */
const BLENDED_PLACEMENTS = ['home', 'category', 'search', 'search_empty'] as const satisfies Placement[];

/** The settings that silence what ships for other places alone; `given` settings go first. */
export function placementsOf(
  choices: readonly TableChoice[],
  given: ServingConfig['placements'] = {},
): NonNullable<ServingConfig['placements']> {
  const quiet = choices.filter(({ ships, speaks }) => ships && !speaks).map(({ table }) => [table, { quota: 0 }]);
  if (quiet.length === 0) return given;
  const settings = { ...given };
  for (const placement of BLENDED_PLACEMENTS) {
    const merged: SourceSettings = Object.fromEntries(quiet);
    for (const [source, setting] of Object.entries(given[placement] ?? {}))
      merged[source as SourceName] = { ...merged[source as SourceName], ...setting };
    settings[placement] = merged;
  }
  return settings;
}

const total = ({ ndcg }: LearnedBlend) => ndcg.reduce((a, b) => a + b, 0);
const percent = (share: number) => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)} %`;
