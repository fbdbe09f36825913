import { Argument, type Command } from 'commander';
import { fail } from '../errors/failAny.ts';
import { benchmark, CUTOFFS } from '../trainer/evaluation/benchmark.ts';
import { PROTOCOLS, type ProtocolName } from '../trainer/evaluation/protocols/protocol.ts';
import type { BenchmarkReport } from '../trainer/evaluation/report.ts';
import type { LogFormat } from '../trainer/tables/log.ts';
import { readCatalogueFor, readConfigFor, readLogFor, type TrainOptions, withTrainOptions } from './input.ts';
import { cutoffsOf, headlineMetrics, metricsTable } from './metrics.ts';
import type { Output } from './output.ts';
import { type ProtocolOptions, readProtocol, withProtocolOptions } from './protocol.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends Omit<TrainOptions, 'format'>, ProtocolOptions {
  format?: LogFormat;
  train: string;
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
  withProtocolOptions(
    withTrainOptions(
      createVerb('benchmark', 'Split a log, train on one part, measure the bundle on the other'),
      'its stock is of today and does not count',
      'pairs, leave-last-out and next-item take pairs, sequences and sessions unless told otherwise',
    ).requiredOption('--train <file>', 'the log, plain or gzip'),
  )
    .addArgument(new Argument('<protocol>', 'how to split, see docs/evaluation.md').choices(PROTOCOLS))
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
  const split = await readProtocol(protocol, { ...options, format }, output);
  const catalogue = await readCatalogueFor(options.catalogue, output);
  const report = await benchmark({
    ...split,
    log,
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
