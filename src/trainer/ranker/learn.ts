import { loadLater } from '../../engine/bundle/open.ts';
import type { RankingFeature } from '../../engine/ranking/inputs/feature.ts';
import { RANKING_FEATURES } from '../../engine/ranking/inputs/inputs.ts';
import type { Engine } from '../../engine/recommender.ts';
import { openPacked } from '../bundle.ts';
import { parseConfig } from '../config.ts';
import { sha256 } from '../digest.ts';
import type { Split } from '../evaluation/protocols/protocol.ts';
import { type FitInput, fitBundle, type Learned } from '../fit.ts';
import { engineOf } from '../onnx/run.ts';
import { isOfMany, sample } from '../recipe/judge.ts';
import type { TreeSettings } from '../settings/trees.ts';
import type { CatalogueRow, EventLog } from '../tables/log.ts';
import { fitRanker, type LearnedRanker } from './fitRanker.ts';
import { earlierSplits, newcomerQuestions, questionsOf, shownQuestions } from './questions.ts';
import { collectRankingRows, type RankingRows, type ShelfQuestion } from './rows.ts';
import { joinRows } from './selectRows.ts';

/** Of the rows that are learned from, one in so many is a question that decides, with all its candidates; of all aspects together, and so many at most. */
const DECIDING_STRIDE = 400;
const MOST_DECIDING = 1000;
/** Share of one split's questions that decide; where there are several splits, the newest does. */
const DECIDING_SHARE = 1 / 3;
/** Fewest questions to learn from, and to decide by. */
const MIN_QUESTIONS = 100;
/** Candidates not taken that are rows, drawn alike from all: with the best of them always there, their order would be learned upside down. */
const NEGATIVES = 60;
/** Rows of a question, about. */
const ROWS_EACH = 64;
/** Share of the questions that are asked as by somebody who has no history. */
const NEWCOMERS = 0.15;
/** A bundle is fitted for every split: fewer rows than this are not worth one. */
const ROWS_OF_SPLIT = 60_000;
/** Questions that tell which features this shop has anything to say of. */
const PILOT = 60;

/** What is tried where the config leaves the trees open: what won on shops' logs, with times and without. */
const TRIALS: readonly Partial<TreeSettings>[] = [
  { objective: 'binary', trees: 250, leaves: 15, rate: 0.05, minRows: 100, lambda: 5, inputShare: 0.5, patience: 30 },
  {
    objective: 'lambdarank',
    trees: 150,
    leaves: 31,
    rate: 0.08,
    minRows: 100,
    lambda: 5,
    inputShare: 0.5,
    patience: 40,
  },
];

/**
 * Learns what orders the candidates, on rows of the engine's own: bundles are fitted on what came before each split, as they would
 * have shipped then, and asked for the candidates of the shelves that followed. Undefined where the log is too small for it, has no order, or where
 * the blend alone does as well.
 */
export async function learnRanker(input: FitInput, learned: Learned, split: Split): Promise<LearnedRanker | undefined> {
  const { log, config } = input;
  if (config.ranker.use !== 'auto' || log.hasOrder === false) return undefined;
  const aspects = aspectsOf(split);
  const splits = earlierSplits(log, split, config.eventWeights, Math.max(2, config.ranker.rows / ROWS_OF_SPLIT));
  // Of the next step alone, shelves with and without what was taken before are nearly the same rows.
  const learning = isOfMany(split) ? aspects : aspects.slice(learned.repeats === 'allow' ? 0 : -1).slice(0, 1);
  const most = Math.floor(config.ranker.rows / ROWS_EACH / learning.length / splits.length);
  const mostDeciding = Math.min(MOST_DECIDING, config.ranker.rows / DECIDING_STRIDE);
  const deciding: RankingRows[] = [];
  const later: RankingRows[] = [];
  const training: RankingRows[] = [];
  let features: readonly RankingFeature[] | undefined;
  let newcomers: RankingRows | undefined;
  for (const [index, one] of splits.entries()) {
    const [newer, older] = index > 0 ? [[], one.cases] : divide(one, splits.length > 1);
    if (index === 0 && (newer.length < MIN_QUESTIONS || (splits.length === 1 && older.length < MIN_QUESTIONS)))
      return undefined;
    const engine = await engineAt(input, learned, one.earlier);
    const options = { candidates: config.ranker.candidates, seed: config.seed };
    const pilot = questionsOf(sample(one.cases, PILOT), one.now, aspects);
    features ??= tellingFeatures(await collectRankingRows(engine, pilot, { ...options, features: RANKING_FEATURES }));
    const asked = { ...options, features };
    const progress = (done: number, total: number) => input.progress('rows', done, total);
    const collect = (questions: readonly ShelfQuestion[], negatives?: number) =>
      collectRankingRows(engine, questions, { ...asked, negatives }, progress);
    // What was shown between this moment and the one after it; the engine knows nothing from this one on.
    const until = splits[index - 1]?.now ?? Number.POSITIVE_INFINITY;
    const shown =
      config.ranker.learnFrom === 'shown' && splits.length > 1
        ? shownQuestions(log, one.now, until, most * learning.length, config.seed)
        : [];
    const unknown = (cases: Split['cases']) => newcomerQuestions(sample(cases, most * NEWCOMERS), one.now);
    if (shown.length > 0) (newer.length > 0 ? later : training).push(await collect(shown));
    else if (older.length > 0) {
      training.push(await collect(questionsOf(sample(older, most), one.now, learning), NEGATIVES));
      training.push(await collect(unknown(older), NEGATIVES));
    }
    if (newer.length === 0) continue;
    newcomers = await collect(sample(unknown(newer), mostDeciding * NEWCOMERS));
    if (shown.length === 0) later.push(await collect(unknown(newer), NEGATIVES));
    for (const aspect of aspects) {
      const questions = questionsOf(sample(newer, most), one.now, [aspect]);
      deciding.push(await collect(sample(questions, mostDeciding / aspects.length)));
      if (shown.length === 0 && learning.includes(aspect)) later.push(await collect(questions, NEGATIVES));
    }
  }
  const { candidates } = config.ranker;
  return fitRanker({
    training: joinRows(training),
    validation: deciding,
    newcomers,
    later,
    features: features!.map(({ name }) => name),
    settings: config.trees,
    trials: isOpen(config.trees) ? TRIALS : [{}],
    candidates,
    cutoff: split.cutoff ?? 10,
    withLadder: config.ranker.ladder,
    seed: config.seed,
    progress: input.progress,
  });
}

/** Features that are not the same in every row: of the others this log, or this bundle, has nothing to say. */
function tellingFeatures({ columns }: RankingRows): RankingFeature[] {
  return RANKING_FEATURES.filter((_, f) => columns[f]!.some((value) => !Object.is(value, columns[f]![0])));
}

/** Did nobody say anything of the trees? */
const isOpen = (trees: TreeSettings) => JSON.stringify(trees) === JSON.stringify(parseConfig().trees);

/** Both questions where people take things again, and a shelf may show them. */
function aspectsOf({ cases, repeats }: Split): readonly ('all' | 'new')[] {
  const isTakenAgain = repeats !== 'exclude' && cases.some(({ taken, takenNew }) => takenNew.size < taken.size);
  return isTakenAgain ? ['all', 'new'] : ['new'];
}

/** The cases that decide, and the others: the newest ones where histories have a time, else every third. */
function divide({ cases }: Split, isAll: boolean): [deciding: Split['cases'], others: Split['cases']] {
  if (isAll) return [cases, []];
  const ended = cases.map((one, place) => ({ one, place, end: one.history.at(-1)?.timestamp ?? 0 }));
  const hasTimes = new Set(ended.map(({ end }) => end)).size > cases.length / 2;
  const ordered = hasTimes
    ? ended.sort((a, b) => a.end - b.end || a.place - b.place)
    : ended.sort((a, b) => (a.place % 3 === 0 ? 1 : 0) - (b.place % 3 === 0 ? 1 : 0) || a.place - b.place);
  const from = Math.round(cases.length * (1 - DECIDING_SHARE));
  const own = ordered.map(({ one }) => one);
  return [own.slice(from), own.slice(0, from)];
}

/** An engine as it would have shipped at the end of a log. */
async function engineAt(input: FitInput, learned: Learned, earlier: EventLog): Promise<Engine> {
  const log = { ...earlier, catalogue: catalogueThen(input, earlier) };
  const { tables: _, kept: __, catalogue: ___, ...rest } = input;
  const config = { ...learned.config, index: { ...learned.config.index, kind: 'exact' as const } };
  const { packed } = await fitBundle({ ...rest, config, log, withFacts: true }, { ...learned, config });
  const bundle = await openPacked(packed);
  await loadLater(bundle, async (file) => packed.files.get(file)!, sha256);
  return engineOf(bundle, input.kernels);
}

/** What the catalogue said then: prices as they were paid before, where the log has any; stock is of today, and left out. */
function catalogueThen({ log, catalogue = [] }: FitInput, earlier: EventLog): CatalogueRow[] {
  const prices = newestPrices(earlier);
  const touched = new Set(earlier.items);
  const rows = new Map<string, CatalogueRow>();
  for (const row of [...log.catalogue, ...catalogue])
    if (touched.has(row.itemId)) rows.set(row.itemId, { ...rows.get(row.itemId), ...row });
  return [...rows.values()].map(({ inStock: _, price, ...row }) => {
    const then = prices.size > 0 ? prices.get(row.itemId) : price;
    return then === undefined ? row : { ...row, price: then };
  });
}

function newestPrices(log: EventLog): Map<string, number> {
  const newest = new Map<string, { price: number; time: number }>();
  for (let row = 0; row < log.item.length; row++) {
    const price = log.price[row]!;
    const itemId = log.items[log.item[row]!]!;
    const time = log.time[row]!;
    if (price > 0 && !((newest.get(itemId)?.time ?? Number.NEGATIVE_INFINITY) > time))
      newest.set(itemId, { price, time });
  }
  return new Map([...newest].map(([itemId, { price }]) => [itemId, price]));
}
