import type { BenchmarkReport } from '../src/trainer/evaluation/report.ts';

/** A public data set, how it is asked, and what is to be reached. */
export interface QualityRow {
  name: string;
  /** Arguments of `vitrine benchmark` after the protocol's name; `@` stands for the folder of the data. */
  command: string[];
  /** Figures of the main aspect and what to reach, in the unit of the metric. */
  reach: Record<string, number>;
  /** Likewise for items new to the shopper. */
  reachNew?: Record<string, number>;
  /** Bytes that the bundle may have. */
  bytes?: number;
  /** For people: what others published on the same files. */
  published: string;
}

const GOWALLA = ['pairs', '--train', '@gowalla/train.txt.gz', '--test', '@gowalla/test.txt.gz'];

/** The rows of issues 4 and 5, with the commands that anyone can run. */
export const QUALITY_ROWS: readonly QualityRow[] = [
  {
    name: 'gowalla',
    command: GOWALLA,
    reach: { 'recall@20': 0.186, 'ndcg@20': 0.156 },
    bytes: 9e6,
    published: 'LightGCN .1820/.1547, SimpleX .1872/.1557',
  },
  {
    name: 'gowalla-25MB',
    command: [...GOWALLA, '--budget', '25MB'],
    reach: { 'recall@20': 0.191, 'ndcg@20': 0.159 },
    bytes: 25e6,
    published: 'as above',
  },
  {
    name: 'amazon-beauty',
    command: ['leave-last-out', '--train', '@amazon-beauty/Beauty.txt.gz', '--format', 'sequences'],
    reach: { 'hit@10': 0.1, 'ndcg@10': 0.062 },
    bytes: 3e6,
    published: 'SASRec .0605/.0318, S3-Rec .0647/.0327',
  },
  {
    name: 'retailrocket-sessions',
    command: [
      'next-item',
      '--train',
      '@retailrocket-sessions/train_sessions.txt.gz',
      '--test',
      '@retailrocket-sessions/test.txt.gz',
      '--format',
      'sessions',
    ],
    reach: { 'hit@20': 0.61, 'mrr@20': 0.333 },
    bytes: 8e6,
    published: 'SR-GNN .503/.266, COTREC .562/.300',
  },
  {
    name: 'ml-latest-small',
    command: ['fold-in', '--train', '@ml-latest-small/ratings.csv.gz', '--format', 'movielens', '--test-users', '0.2'],
    reach: { 'ndcg@100': 0.37 },
    bytes: 1.5e6,
    published: 'EASE .362 in another draw',
  },
  {
    name: 'online-retail',
    command: ['temporal', '--train', '@online-retail/online_retail.csv.gz', '--format', 'online-retail'],
    reach: { 'ndcg@10': 0.335 },
    reachNew: { 'ndcg@10': 0.138 },
    bytes: 1e6,
    published: '',
  },
  {
    name: 'eshop-clothing-2008',
    command: ['next-item', '--train', '@eshop-clothing-2008/e-shop_clothing_2008.csv.gz', '--format', 'eshop'],
    reach: { 'hit@10': 0.58, 'mrr@10': 0.27 },
    published: '',
  },
];

/** What a run of a row gave; of metrics only those that are to be reached, and the baselines' beside. */
export interface QualityResult
  extends Pick<BenchmarkReport, 'bundleBytes' | 'trainSeconds' | 'peakRssBytes' | 'model' | 'seeds'> {
  name: string;
  /** ISO 8601, day only. */
  date: string;
  cases: number;
  metrics: Record<string, number>;
  intervals: Record<string, [number, number]>;
  newItems: Record<string, number>;
  /** Where the bundle has a ranker: the same without it, what it gains (paired, 95 %), and the share of what was taken that retrieval found at all. */
  ranking?: {
    without: Record<string, number>;
    withoutNew: Record<string, number>;
    gain: Record<string, [number, number]>;
    gainNew: Record<string, [number, number]>;
    candidateRecall: { all: number; newItems: number };
  };
  baselines: Record<string, Record<string, number>>;
  /** With --float: what rounding to int8 costs in each metric, and its 95 % interval. */
  int8Cost?: Record<string, { mean: number; interval: [number, number] }>;
}

/** Of a report what the table of a row needs. */
export function resultOf(row: QualityRow, report: BenchmarkReport, date: string): QualityResult {
  const pick = <T>(from: Record<string, T>, names: Record<string, number> = {}) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, from[name]!]));
  const { bundleBytes, trainSeconds, peakRssBytes, model, seeds, float, ranking, candidateRecall } = report;
  return {
    name: row.name,
    date,
    cases: report.cases.all,
    metrics: pick(report.metrics, row.reach),
    intervals: pick(report.intervals.metrics, row.reach),
    newItems: pick(report.newItems, row.reachNew),
    baselines: Object.fromEntries(
      Object.entries(report.baselines).map(([name, { metrics }]) => [name, pick(metrics, row.reach)]),
    ),
    ...(ranking && candidateRecall
      ? {
          ranking: {
            without: pick(report.retrievalMetrics ?? {}, row.reach),
            withoutNew: pick(report.retrievalNewItems ?? {}, row.reachNew),
            gain: intervalsOf(ranking.gain.metrics, row.reach),
            gainNew: intervalsOf(ranking.gain.newItems, row.reachNew),
            candidateRecall,
          },
        }
      : {}),
    ...(float
      ? {
          int8Cost: Object.fromEntries(
            Object.keys(row.reach)
              .filter((name) => float.cost[name])
              .map((name) => [name, { mean: float.cost[name]!.mean, interval: float.cost[name]!.interval }]),
          ),
        }
      : {}),
    bundleBytes,
    trainSeconds,
    peakRssBytes,
    model,
    seeds,
  };
}

/** Of paired gains their intervals, for the metrics that are asked for. */
const intervalsOf = (
  gains: Record<string, { interval: [number, number] }>,
  names: Record<string, number> = {},
): Record<string, [number, number]> =>
  Object.fromEntries(
    Object.keys(names)
      .filter((name) => gains[name])
      .map((name) => [name, gains[name]!.interval]),
  );

const HEAD = ['data', 'metric', 'measured', 'without ranking', 'reach', '', 'published', 'bundle', 'training'];

/** The results as a markdown table, a line a figure. */
export function qualityTable(results: readonly QualityResult[]): string {
  const lines = QUALITY_ROWS.flatMap((row) => {
    const result = results.find(({ name }) => name === row.name);
    if (!result) return [];
    const sizes = [`${(result.bundleBytes / 1e6).toFixed(2)} MB`, `${result.trainSeconds.toFixed(0)} s`];
    const line = (
      metric: string,
      value: number,
      without: number | undefined,
      reach: number,
      at: number,
      interval?: [number, number],
    ) => [
      at === 0 ? row.name : '',
      metric,
      `${value.toFixed(4)}${interval ? ` [${interval.map((end) => end.toFixed(3)).join(', ')}]` : ''}`,
      without?.toFixed(4) ?? '',
      String(reach),
      value >= reach ? 'met' : 'not met',
      ...(at === 0 ? [row.published, ...sizes] : ['', '', '']),
    ];
    return [
      ...Object.entries(row.reach).map(([metric, reach], at) =>
        line(metric, result.metrics[metric]!, result.ranking?.without[metric], reach, at, result.intervals[metric]),
      ),
      ...Object.entries(row.reachNew ?? {}).map(([metric, reach]) =>
        line(`${metric}, new to the shopper`, result.newItems[metric]!, result.ranking?.withoutNew[metric], reach, 1),
      ),
    ];
  });
  return [HEAD, HEAD.map((_, i) => ((i > 1 && i < 5) || i > 6 ? '---:' : '---')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const BLOCK = /(<!-- quality -->\n)[\s\S]*?(<!-- \/quality -->)/;

/** A document with its quality block written anew. */
export const fillQuality = (text: string, results: readonly QualityResult[]): string =>
  text.replace(BLOCK, (_, open, close) => `${open}${qualityTable(results)}\n${close}`);
