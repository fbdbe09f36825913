import { Argument, type Command } from 'commander';
import { fail } from '../errors/failAny.ts';
import { benchmark, CUTOFFS } from '../trainer/evaluation/benchmark.ts';
import { PROTOCOLS, type ProtocolName } from '../trainer/evaluation/protocols/protocol.ts';
import type { BenchmarkReport, ColdReport } from '../trainer/evaluation/report.ts';
import type { LogFormat } from '../trainer/tables/log.ts';
import { readCatalogueFor, readConfigFor, readLogFor, type TrainOptions, withTrainOptions } from './input.ts';
import { benchmarkMetrics, openCacheFor, paramsOf, type RunOptions, startRun, withRunOptions } from './keepRun.ts';
import { cutoffsOf, headlineMetrics, metricsTable } from './metrics.ts';
import type { Output } from './output.ts';
import { type ProtocolOptions, readProtocol, withProtocolOptions } from './protocol.ts';
import { stageLines } from './stages.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends Omit<TrainOptions, 'format'>, ProtocolOptions, RunOptions {
  format?: LogFormat;
  train: string;
  seeds?: number;
  k?: string[];
  compare?: string[];
  float?: boolean;
  cold?: boolean;
}

/** What the files of a protocol usually are. */
const FORMATS: Partial<Record<ProtocolName, LogFormat>> = {
  'leave-last-out': 'sequences',
  'next-item': 'sessions',
  pairs: 'pairs',
};

/** `vitrine benchmark`: split as a protocol says, train on the earlier part, measure the bundle on the rest. */
export const benchmarkCommand = (): Command =>
  withRunOptions(
    withProtocolOptions(
      withTrainOptions(
        createVerb('benchmark', 'Split a log, train on one part, measure the bundle on the other'),
        'its stock is of today and does not count',
        'pairs, leave-last-out and next-item take pairs, sequences and sessions unless told otherwise',
      ).requiredOption('--train <file>', 'the log, plain or gzip'),
    ),
  )
    .addArgument(new Argument('<protocol>', 'how to split, see docs/evaluation.md').choices(PROTOCOLS))
    .option('--seeds <n>', 'average over this many seeds (default: 3 for fold-in, else 1)', wholeNumber(1, 100))
    .option('--k <list>', 'cut-offs (default: 10, 20 and what the protocol is known for)', list)
    .option('--float', 'measure, too, what rounding to int8 costs')
    .option('--cold', 'measure, too, new items and new shoppers; trains once more, without a tenth of the items')
    .option('--compare <models>', 'measure these models alone too, comma-separated, or all', list)
    .action((protocol: ProtocolName, options: Options) =>
      act<Options>((given, output) => run(protocol, given, output))(options),
    );

async function run(protocol: ProtocolName, options: Options, output: Output): Promise<void> {
  const format = options.format ?? FORMATS[protocol];
  if (!format) throw fail('USAGE', `${protocol} needs --format`);
  const kept = startRun('benchmark', [options.train, options.test, options.catalogue], options, output);
  const { cache, say } = await openCacheFor(options);
  const config = await readConfigFor({ ...options, format });
  const cutoffs = options.k && cutoffsOf(options.k);
  const log = await readLogFor(options.train, { ...options, format }, output, cache);
  const split = await readProtocol(protocol, { ...options, format }, output);
  const catalogue = await readCatalogueFor(options.catalogue, output);
  const report = await benchmark({
    ...split,
    log,
    seeds: options.seeds,
    cutoffs,
    float: options.float,
    cold: options.cold,
    compare: options.compare?.includes('all') ? 'all' : options.compare,
    catalogue,
    config,
    progress: output.progress,
    cache,
  });
  say(output);
  const { protocol: name, description, seeds, model, params } = report;
  await kept.end(
    {
      params: { protocol: name, description, format, seeds, ...paramsOf(params) },
      metrics: benchmarkMetrics(report),
      made: { model },
    },
    { verb: 'benchmark', result: report },
  );
  output.result(report, describe(report, cutoffs ?? CUTOFFS[protocol]));
}

function describe(report: BenchmarkReport, cutoffs: readonly number[]): string {
  // One target a case: recall is hit. A terminal has room for two cut-offs.
  const isOneTarget = ['leave-last-out', 'next-item'].includes(report.protocol);
  const names = headlineMetrics(cutoffs.slice(-2), isOneTarget ? ['hit', 'ndcg', 'mrr'] : undefined);
  const table = (aspect: 'metrics' | 'newItems') =>
    metricsTable(
      [
        { name: 'vitrine', metrics: report[aspect], intervals: report.intervals[aspect] },
        ...withoutRanking(report, aspect),
        ...Object.entries(report.baselines).map(([name, baseline]) => ({
          name,
          metrics: baseline[aspect],
          intervals: report.intervals.baselines[name]?.[aspect],
        })),
        ...(report.compared ?? []).map(({ name, intervals, ...one }) => ({
          name: `${name} alone`,
          metrics: one[aspect],
          intervals: intervals[aspect],
        })),
      ],
      names,
    );
  const isMasked = report.metrics === report.newItems;
  const averaged = report.seeds.length > 1 ? `, mean of ${report.seeds.length} seeds` : '';
  return [
    `${report.protocol}, ${report.description}: ${report.shoppers.all} shoppers, ${report.cases.all} cases${averaged}; bundle ${report.bundleBytes} bytes, trained in ${report.trainSeconds.toFixed(1)} s`,
    '',
    isMasked ? 'nothing known is listed again' : 'all items',
    table('metrics'),
    ...(report.float ? ['', floatLine(report.float)] : []),
    ...(isMasked ? [] : ['', `new to the shopper (${report.shoppers.newItems} shoppers)`, table('newItems')]),
    ...(report.cold ? ['', coldTables(report.cold)] : []),
    '',
    ...stageLines(report, names),
  ].join('\n');
}

/** The bundle's own retrieval, where a ranker comes after it. */
function withoutRanking(report: BenchmarkReport, aspect: 'metrics' | 'newItems') {
  const metrics = aspect === 'metrics' ? report.retrievalMetrics : report.retrievalNewItems;
  return report.ranking && metrics
    ? [{ name: 'without ranking', metrics, intervals: report.intervals.retrieval?.[aspect] }]
    : [];
}

/** What int8 costs, in nDCG. */
function floatLine({ cases, replaced, cost }: NonNullable<BenchmarkReport['float']>): string {
  const costs = Object.entries(cost)
    .filter(([metric]) => metric.startsWith('ndcg'))
    .map(
      ([
        metric,
        {
          mean,
          interval: [low, high],
        },
      ]) => `${metric} ${mean.toFixed(5)} [${low.toFixed(5)}, ${high.toFixed(5)}]`,
    );
  return `int8 costs against float (${replaced.join(', ')}; ${cases} cases): ${costs.join(', ')}`;
}

function coldTables({ items, shoppers }: ColdReport): string {
  return [
    items
      ? [
          `new items: ${items.items} held out, ${items.cases} cases; a random order among them recalls ${items.chance.toFixed(4)}`,
          metricsTable(
            [
              { name: 'among the new', ...items.amongNew },
              { name: 'among all', ...items.amongAll },
            ],
            headlineMetrics([items.k]),
          ),
        ].join('\n')
      : 'new items: nobody took one of those held out',
    shoppers
      ? [
          `new shoppers: ${shoppers.newcomers}, asked after their first clicks`,
          metricsTable(
            shoppers.after.map(({ clicks, ...figures }) => ({ name: `${clicks} known`, ...figures })),
            headlineMetrics([shoppers.k]),
          ),
        ].join('\n')
      : 'new shoppers: training knows everybody who took enough',
  ].join('\n\n');
}
