import { Argument, type Command, InvalidArgumentError } from 'commander';
import { fail } from '../errors/failAny.ts';
import { benchmark, CUTOFFS } from '../trainer/evaluation/benchmark.ts';
import { PROTOCOLS, type ProtocolName } from '../trainer/evaluation/protocols/protocol.ts';
import type { BenchmarkReport } from '../trainer/evaluation/report.ts';
import { hasTargets } from '../trainer/read/hasTargets.ts';
import type { LogFormat } from '../trainer/tables/log.ts';
import {
  numberFrom,
  readCatalogueFor,
  readConfigFor,
  readLogFor,
  type TrainOptions,
  withTrainOptions,
} from './input.ts';
import { cutoffsOf, headlineMetrics, metricsTable } from './metrics.ts';
import type { Output } from './output.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends Omit<TrainOptions, 'format'> {
  format?: LogFormat;
  train: string;
  test?: string;
  days?: number;
  from?: number;
  testUsers?: number;
  seeds?: number;
  k?: string[];
  compare?: string[];
}

/** What the files of a protocol usually are. */
const FORMATS: Partial<Record<ProtocolName, LogFormat>> = {
  'leave-last-out': 'sequences',
  'next-item': 'sessions',
  pairs: 'pairs',
};

/** `vitrine benchmark`: split as a protocol says, train on the earlier part, measure the bundle on the rest. */
export const benchmarkCommand = (): Command =>
  withTrainOptions(
    createVerb('benchmark', 'Split a log, train on one part, measure the bundle on the other'),
    'its stock is of today and does not count',
    'pairs, leave-last-out and next-item take pairs, sequences and sessions unless told otherwise',
  )
    .addArgument(new Argument('<protocol>', 'how to split, see docs/evaluation.md').choices(PROTOCOLS))
    .requiredOption('--train <file>', 'the log, plain or gzip')
    .option('--test <file>', 'pairs, next-item: what is predicted, in the format of the log')
    .option(
      '--days <n>',
      'temporal, next-item: length of what is predicted (default: 30; the last month)',
      wholeNumber(1),
    )
    .option('--from <date>', 'temporal, next-item: its first day, as in 2008-08-01', parseDay)
    .option('--test-users <share>', 'fold-in: share of shoppers held out (default: 0.1)', numberFrom(0.001, 0.9))
    .option('--seeds <n>', 'average over this many seeds (default: 3 for fold-in, else 1)', wholeNumber(1, 100))
    .option('--k <list>', 'cut-offs (default: 10, 20 and what the protocol is known for)', list)
    .option('--compare <models>', 'measure these models alone too, comma-separated, or all', list)
    .action((protocol: ProtocolName, options: Options) =>
      act<Options>((given, output) => run(protocol, given, output))(options),
    );

async function run(protocol: ProtocolName, options: Options, output: Output): Promise<void> {
  const format = options.format ?? FORMATS[protocol];
  if (!format) throw fail('USAGE', `${protocol} needs --format`);
  const config = await readConfigFor({ ...options, format });
  const cutoffs = options.k && cutoffsOf(options.k);
  const log = await readLogFor(options.train, { ...options, format }, output);
  const test = options.test === undefined ? undefined : await readLogFor(options.test, { ...options, format }, output);
  const catalogue = await readCatalogueFor(options.catalogue, output);
  const report = await benchmark({
    protocol,
    log,
    test,
    isTestOfTargets: options.test !== undefined && (await hasTargets(options.test)),
    days: options.days,
    from: options.from,
    testUsers: options.testUsers,
    seeds: options.seeds,
    cutoffs,
    compare: options.compare?.includes('all') ? 'all' : options.compare,
    catalogue,
    config,
    progress: output.progress,
  });
  output.result(report, describe(report, cutoffs ?? CUTOFFS[protocol]));
}

function describe(report: BenchmarkReport, cutoffs: readonly number[]): string {
  const table = (aspect: 'metrics' | 'newItems') =>
    metricsTable(
      [
        { name: 'vitrine', metrics: report[aspect], intervals: report.intervals[aspect] },
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
      headlineMetrics(cutoffs),
    );
  const isMasked = report.metrics === report.newItems;
  const averaged = report.seeds.length > 1 ? `, mean of ${report.seeds.length} seeds` : '';
  return [
    `${report.protocol}, ${report.description}: ${report.shoppers.all} shoppers, ${report.cases.all} cases${averaged}; bundle ${report.bundleBytes} bytes, trained in ${report.trainSeconds.toFixed(1)} s`,
    '',
    isMasked ? 'what is known is masked' : 'all items',
    table('metrics'),
    ...(isMasked ? [] : ['', `new to the shopper (${report.shoppers.newItems} shoppers)`, table('newItems')]),
  ].join('\n');
}

/** A day as its first moment in UTC, ms. */
function parseDay(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('It must be a day like 2008-08-01.');
  return time;
}
