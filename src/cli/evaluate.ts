import type { Command } from 'commander';
import { fail } from '../errors/failAny.ts';
import { evaluateBundle } from '../trainer/evaluation/bundle.ts';
import { loadKernels } from '../trainer/kernels.ts';
import { createShippedEngine } from '../trainer/lists/asShipped.ts';
import { openWhole } from './folder.ts';
import { type LogOptions, readLogFor, withLogOptions } from './input.ts';
import { cutoffsOf, headlineMetrics, metricsTable } from './metrics.ts';
import type { Output } from './output.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends LogOptions {
  bundle: string;
  events: string;
  history?: string;
  k: string[];
  seed: number;
  probed?: boolean;
}

/** `vitrine evaluate`: a bundle on events it has not seen, through the engine and the shipped int8 numbers. */
export const evaluateCommand = (): Command =>
  withLogOptions(createVerb('evaluate', 'Measure a bundle on events it has not seen'))
    .requiredOption('--bundle <dir>', "the bundle's folder")
    .requiredOption('--events <file>', "events; those after the bundle's window are what is predicted")
    .option('--history <file>', 'earlier events of the same shoppers, where --events does not hold them')
    .option('--k <list>', 'cut-offs', list, ['10', '20'])
    .option('--seed <n>', 'seed of the bootstrap', wholeNumber(0), 1)
    .option('--probed', 'a bundle in lists: from what a page fetches of them, and not the whole catalogue')
    .action(act(evaluate));

async function evaluate(options: Options, output: Output): Promise<void> {
  const cutoffs = cutoffsOf(options.k);
  const { bundle, parts } = await openWhole(options.bundle, await loadKernels());
  if (options.probed && !parts) throw fail('USAGE', `--probed asks for a bundle in lists: ${options.bundle} is whole`);
  const engine = options.probed && parts ? createShippedEngine(parts, bundle) : undefined;
  const log = await readLogFor(options.events, options, output);
  const history = options.history === undefined ? undefined : await readLogFor(options.history, options, output);
  const report = await evaluateBundle({
    bundle,
    engine,
    log,
    history,
    cutoffs,
    seed: options.seed,
    progress: output.progress,
  });
  const lines = [
    { name: 'all items', metrics: report.metrics, intervals: report.intervals.metrics },
    { name: 'new to the shopper', metrics: report.newItems, intervals: report.intervals.newItems },
  ];
  output.result(
    parts ? { ...report, catalogue: options.probed ? 'probed lists' : 'whole' } : report,
    [
      `${options.bundle}: bundle ${report.bundleVersion}${parts ? `, ${options.probed ? 'probed lists' : 'all lists'}` : ''}, ${report.protocol}, ${report.shoppers.all} shoppers, ${(100 * report.unknownTargets).toFixed(1)} % of the targets unknown to it`,
      metricsTable(lines, headlineMetrics(cutoffs)),
    ].join('\n'),
  );
}
