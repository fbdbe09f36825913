import { Argument, type Command } from 'commander';
import { benchmarkTemporal, CUTOFFS } from '../trainer/evaluation/benchmark.ts';
import { readCatalogueFor, readConfigFor, readLogFor, type TrainOptions, withTrainOptions } from './input.ts';
import { headlineMetrics, metricsTable } from './metrics.ts';
import type { Output } from './output.ts';
import { act, createVerb, wholeNumber } from './verb.ts';

interface Options extends TrainOptions {
  train: string;
  days: number;
}

/** `vitrine benchmark temporal`: split by time, train on the earlier part, measure the bundle on the later one. */
export const benchmarkCommand = (): Command =>
  withTrainOptions(
    createVerb('benchmark', 'Split a log, train on one part, measure the bundle on the other'),
    'its stock is of today and does not count',
  )
    .addArgument(new Argument('<protocol>', 'how to split').choices(['temporal']))
    .requiredOption('--train <file>', 'the log, plain or gzip')
    .option('--days <n>', 'length of the later part', wholeNumber(1), 30)
    .action((_protocol: string, options: Options) => act(benchmark)(options));

async function benchmark(options: Options, output: Output): Promise<void> {
  const config = await readConfigFor(options);
  const log = await readLogFor(options.train, options, output);
  const catalogue = await readCatalogueFor(options.catalogue, output);
  const report = await benchmarkTemporal({ log, catalogue, days: options.days, config, progress: output.progress });
  const table = (aspect: 'metrics' | 'newItems') =>
    metricsTable(
      [
        { name: 'vitrine', metrics: report[aspect], intervals: report.intervals[aspect] },
        ...Object.entries(report.baselines).map(([name, baseline]) => ({
          name,
          metrics: baseline[aspect],
          intervals: report.intervals.baselines[name]?.[aspect],
        })),
      ],
      headlineMetrics(CUTOFFS),
    );
  output.result(
    report,
    [
      `${report.protocol}: ${report.shoppers.all} shoppers; bundle ${report.bundleBytes} bytes, trained in ${report.trainSeconds.toFixed(1)} s`,
      '',
      'all items',
      table('metrics'),
      '',
      `new to the shopper (${report.shoppers.newItems} shoppers)`,
      table('newItems'),
    ].join('\n'),
  );
}
