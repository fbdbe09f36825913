import { rankerCardOf } from '../evaluation/ranking/card.ts';
import type {
  BenchmarkReport,
  EvaluationDetail,
  EvaluationReport,
  Intervals,
  Metrics,
  PairedGain,
} from '../evaluation/report.ts';
import { bytesText, countText, metricName, metricText, secondsText, shareText } from './format.ts';
import type { ModelLine } from './parts/models.ts';
import type { RankingContent } from './parts/ranking.ts';

/** What `vitrine train` prints with --json, as far as a report says it. */
export interface TrainingResult {
  out: string;
  bundleVersion: string;
  bundleBytes: number;
  trainSeconds: number;
  peakRssBytes: number;
  rows: number;
  counts: { items: number; shoppers: number; interactions: number };
  model: string;
  metrics: Metrics;
  tables: readonly { table: string; bytes: number; reason: string; ships: boolean }[];
  blend: Record<string, number>;
  /** Every setting, as the bundle's card has them. */
  params?: Record<string, unknown>;
  /** Every family and setting that was tried for a table. */
  tried?: readonly Tried[];
  /** Its sections with their bytes. */
  sections?: readonly { name: string; bytes: number; load: string }[];
}

export interface Tried {
  table: string;
  family: string;
  settings: Record<string, unknown>;
  bytes: number;
  ndcg: number;
  without: number;
}

/** What `report.json` holds, beside the page made from it: the verb and what it printed with --json. */
export type ReportSource =
  | { verb: 'benchmark'; data: string; result: BenchmarkReport }
  | { verb: 'evaluate'; data: string; result: EvaluationReport }
  | { verb: 'train'; data: string; result: TrainingResult };

/** One aspect: models against metrics. */
export interface ModelGroup {
  caption: string;
  lines: ModelLine[];
}

/** What a page says, whatever verb it came from. */
export interface Content {
  title: string;
  lead: string;
  facts: { name: string; value: string; note?: string | undefined }[];
  /** Metrics that tables show, the first of them in charts. */
  headline: string[];
  groups: ModelGroup[];
  /** Metric -> other model -> what is gained over it. */
  gain: Record<string, Record<string, PairedGain>>;
  /** Everything measured of the model itself. */
  all: { metrics: Metrics; intervals: Intervals };
  float?: BenchmarkReport['float'];
  cold?: BenchmarkReport['cold'];
  ranking?: RankingContent;
  detail?: EvaluationDetail;
  tables: TrainingResult['tables'];
  sections: NonNullable<TrainingResult['sections']>;
  tried: readonly Tried[];
  settings: unknown;
}

const NOTHING = { gain: {}, tables: [], sections: [], tried: [] } satisfies Partial<Content>;

export function contentOf(source: ReportSource): Content {
  if (source.verb === 'benchmark') return ofBenchmark(source.data, source.result);
  if (source.verb === 'evaluate') return ofEvaluation(source.data, source.result);
  return ofTraining(source.data, source.result);
}

function ofBenchmark(data: string, result: BenchmarkReport): Content {
  const { intervals, compared = [], bundleBytes, trainSeconds } = result;
  const line = (aspect: 'metrics' | 'newItems'): ModelLine[] => [
    { name: 'Vitrine', isOurs: true, metrics: result[aspect], intervals: intervals[aspect], bundleBytes, trainSeconds },
    ...withoutRanking(result, aspect),
    ...Object.entries(result.baselines).map(([name, baseline]) => ({
      name,
      isOurs: false,
      metrics: baseline[aspect],
      intervals: intervals.baselines[name]?.[aspect],
    })),
    ...compared.map((model) => ({
      name: `${model.name} alone`,
      isOurs: false,
      metrics: model[aspect],
      intervals: model.intervals[aspect],
      bundleBytes: model.bundleBytes,
      trainSeconds: model.trainSeconds,
    })),
  ];
  const headline = headlineOf(result.metrics);
  const { cases, seeds } = result;
  return {
    ...NOTHING,
    title: `${data}: ${result.protocol}`,
    lead: `${sentence(result.description)}. Trained on the earlier part, packed, and asked through the engine that ships. ${countText(result.shoppers.all)} shoppers, ${countText(cases.all)} cases${seeds.length > 1 ? `, mean of ${seeds.length} seeds` : ''}. Intervals are 95 %, by bootstrap over shoppers.`,
    facts: [
      ...measured(headline, result.metrics, intervals.metrics),
      { name: 'bundle', value: bytesText(bundleBytes), note: result.model },
      { name: 'trained in', value: secondsText(trainSeconds), note: `${countText(result.rows)} rows` },
      {
        name: 'a list takes',
        value: secondsText(result.evaluateSeconds / Math.max(1, cases.all)),
        note: 'while measured',
      },
      { name: 'memory at most', value: bytesText(result.peakRssBytes) },
      { name: 'targets unknown', value: shareText(result.unknownTargets), note: 'each is a miss' },
      ...ceiling(result),
    ],
    headline,
    groups: groupsOf(line, result),
    gain: intervals.gain,
    all: { metrics: result.metrics, intervals: intervals.metrics },
    ...(result.float ? { float: result.float } : {}),
    ...(result.cold ? { cold: result.cold } : {}),
    ...rankingOf(result),
    detail: result.detail,
    sections: result.sections ?? [],
    settings: result.params,
  };
}

function ofEvaluation(data: string, result: EvaluationReport): Content {
  const { against } = result;
  const line = (aspect: 'metrics' | 'newItems'): ModelLine[] => [
    { name: result.bundleVersion, isOurs: true, metrics: result[aspect], intervals: result.intervals[aspect] },
    ...withoutRanking(result, aspect),
    ...(against
      ? [{ name: against.bundleVersion, isOurs: false, metrics: against[aspect], intervals: against.intervals[aspect] }]
      : []),
  ];
  const headline = headlineOf(result.metrics);
  return {
    ...NOTHING,
    title: `${data}: bundle ${result.bundleVersion}`,
    lead: `${sentence(result.protocol)}. ${countText(result.shoppers.all)} shoppers, ${countText(result.cases.all)} cases, asked through the engine that ships. Intervals are 95 %, by bootstrap over shoppers.${result.mayBeSeen ? ' Some targets may have been trained on.' : ''}`,
    facts: [
      ...measured(headline, result.metrics, result.intervals.metrics),
      { name: 'rows', value: countText(result.rows) },
      { name: 'targets unknown', value: shareText(result.unknownTargets), note: 'each is a miss' },
      ...ceiling(result),
    ],
    headline,
    groups: groupsOf(line, result),
    gain: Object.fromEntries(
      Object.entries(against?.gain.metrics ?? {}).map(([metric, one]) => [metric, { [against!.bundleVersion]: one }]),
    ),
    all: { metrics: result.metrics, intervals: result.intervals.metrics },
    ...rankingOf(result),
    detail: result.detail,
    settings: undefined,
  };
}

function ofTraining(data: string, result: TrainingResult): Content {
  const { shoppers, ...metrics } = result.metrics;
  const { counts } = result;
  const card = rankerCardOf(result.params);
  return {
    ...NOTHING,
    title: `${data}: bundle ${result.bundleVersion}`,
    lead: `Trained on ${countText(counts.interactions)} interactions of ${countText(counts.shoppers)} shoppers with ${countText(counts.items)} items. The figures are of the part of the log that settings were chosen on${shoppers ? `, ${countText(shoppers)} shoppers` : ''}: good for comparing choices, and too good for a forecast. See vitrine benchmark for one.`,
    facts: [
      ...measured(Object.keys(metrics), metrics, {}),
      { name: 'bundle', value: bytesText(result.bundleBytes), note: result.model },
      { name: 'trained in', value: secondsText(result.trainSeconds), note: `${countText(result.rows)} rows` },
      { name: 'memory at most', value: bytesText(result.peakRssBytes) },
    ],
    headline: Object.keys(metrics),
    groups: [],
    all: { metrics, intervals: {} },
    tables: result.tables,
    sections: result.sections ?? [],
    tried: result.tried ?? [],
    ...(card ? { ranking: { card } } : {}),
    settings: { blend: result.blend, ...result.params },
  };
}

type Staged = Pick<EvaluationReport, 'retrievalMetrics' | 'retrievalNewItems' | 'candidateRecall' | 'ranking'> & {
  intervals: Pick<EvaluationReport['intervals'], 'retrieval' | 'candidateRecall'>;
};

/** The bundle's own retrieval, where a ranker comes after it. */
function withoutRanking(result: Staged, aspect: 'metrics' | 'newItems'): ModelLine[] {
  const metrics = aspect === 'metrics' ? result.retrievalMetrics : result.retrievalNewItems;
  if (!result.ranking || !metrics) return [];
  return [{ name: 'without ranking', isOurs: false, metrics, intervals: result.intervals.retrieval?.[aspect] }];
}

const ceiling = ({ candidateRecall }: Staged): Content['facts'] =>
  candidateRecall
    ? [{ name: 'candidate recall', value: shareText(candidateRecall.all), note: 'no ranking lists more' }]
    : [];

function rankingOf({ ranking, candidateRecall, intervals }: Staged): Pick<Content, 'ranking'> {
  if (!ranking) return {};
  const recall = candidateRecall && { mean: candidateRecall.all, interval: intervals.candidateRecall?.all };
  return { ranking: { ...ranking, candidateRecall: recall } };
}

/** Both aspects, or the one that there is where the protocol masks what is known. */
function groupsOf(
  line: (aspect: 'metrics' | 'newItems') => ModelLine[],
  { metrics, newItems, shoppers }: Pick<BenchmarkReport, 'metrics' | 'newItems' | 'shoppers'>,
): ModelGroup[] {
  const isOne = JSON.stringify(metrics) === JSON.stringify(newItems);
  return [
    { caption: isOne ? 'What is known of a shopper is masked' : 'All items', lines: line('metrics') },
    ...(isOne
      ? []
      : [{ caption: `Items new to the shopper (${countText(shoppers.newItems)} shoppers)`, lines: line('newItems') }]),
  ];
}

/** Figures that people look for first: nDCG, recall and so on at the cut-offs that were measured. */
export function headlineOf(metrics: Metrics): string[] {
  const cutoffs = [...new Set(Object.keys(metrics).map((name) => Number(name.split('@')[1])))]
    .filter(Boolean)
    .sort((a, b) => a - b);
  const [short, middle = short] = cutoffs;
  const wanted = [`ndcg@${short}`, `recall@${middle}`, `hit@${short}`, `mrr@${middle}`, `ndcg@${cutoffs.at(-1)}`];
  return [...new Set(wanted)].filter((name) => metrics[name] !== undefined);
}

const measured = (names: readonly string[], metrics: Metrics, intervals: Intervals): Content['facts'] =>
  names.slice(0, 3).map((name) => ({
    name: metricName(name),
    value: metricText(metrics[name]),
    note: intervals[name] && `${metricText(intervals[name][0])} to ${metricText(intervals[name][1])}`,
  }));

const sentence = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
