import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { fail } from '../errors/failAny.ts';
import { evaluateBundle } from '../trainer/evaluation/bundle.ts';
import { PROTOCOLS, type ProtocolName } from '../trainer/evaluation/protocols/protocol.ts';
import type { Metrics } from '../trainer/evaluation/report.ts';
import { loadKernels } from '../trainer/kernels.ts';
import { createShippedEngine } from '../trainer/lists/asShipped.ts';
import { writeReport } from '../trainer/report/writeReport.ts';
import { openWhole } from './folder.ts';
import { type LogOptions, readLogFor, withLogOptions } from './input.ts';
import { cutoffsOf, headlineMetrics, metricsTable } from './metrics.ts';
import type { Output } from './output.ts';
import { type ProtocolOptions, readProtocol, withProtocolOptions } from './protocol.ts';
import { gainLines, stageLines } from './stages.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends LogOptions, ProtocolOptions {
  bundle: string;
  events: string;
  history?: string;
  k: string[];
  seed: number;
  probed?: boolean;
  protocol?: ProtocolName;
  against?: string;
  report?: string;
}

/** `vitrine evaluate`: a bundle on events it has not seen, through the engine and the shipped int8 numbers. */
export const evaluateCommand = (): Command =>
  withProtocolOptions(
    withLogOptions(createVerb('evaluate', 'Measure a bundle on events it has not seen'))
      .requiredOption('--bundle <dir>', "the bundle's folder")
      .requiredOption('--events <file>', "events; those after the bundle's window are what is predicted")
      .option('--history <file>', 'earlier events of the same shoppers, where --events does not hold them')
      .addOption(
        new Option('--protocol <name>', 'split the events so, in place of by the window: docs/evaluation.md').choices(
          PROTOCOLS,
        ),
      ),
  )
    .option('--against <dir>', 'another bundle, asked for the same shoppers: what the first gains over it')
    .option('--report <file>', 'write a report as one HTML file, and its figures as JSON beside it')
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
  if (options.protocol && options.history) throw fail('USAGE', '--protocol says what is history: leave --history out');
  const unused = (['test', 'days', 'from', 'testUsers'] as const).find((name) => options[name] !== undefined);
  if (unused && !options.protocol) throw fail('USAGE', 'what a protocol is asked for goes with --protocol');
  const protocol = options.protocol && (await readProtocol(options.protocol, options, output));
  const against = options.against === undefined ? undefined : await openWhole(options.against, await loadKernels());
  const report = await evaluateBundle({
    bundle,
    engine,
    log,
    history,
    protocol,
    against: against?.bundle,
    cutoffs,
    seed: options.seed,
    progress: output.progress,
  });
  if (options.report !== undefined)
    await writeReport(options.report, { verb: 'evaluate', data: basename(options.events), result: report });
  if (options.protocol && report.mayBeSeen)
    output.say('the bundle may have been trained on what it is asked for here: nothing in it says that it was not');
  const { retrievalMetrics, retrievalNewItems, intervals } = report;
  const without = (name: string, metrics: Metrics | undefined, aspect: 'metrics' | 'newItems') =>
    report.ranking && metrics
      ? [{ name: `${name}, without ranking`, metrics, intervals: intervals.retrieval?.[aspect] }]
      : [];
  const lines = [
    { name: 'all items', metrics: report.metrics, intervals: intervals.metrics },
    ...without('all items', retrievalMetrics, 'metrics'),
    { name: 'new to the shopper', metrics: report.newItems, intervals: intervals.newItems },
    ...without('new to the shopper', retrievalNewItems, 'newItems'),
  ];
  const names = headlineMetrics(cutoffs);
  output.result(
    parts ? { ...report, catalogue: options.probed ? 'probed lists' : 'whole' } : report,
    [
      `${options.bundle}: bundle ${report.bundleVersion}${parts ? `, ${options.probed ? 'probed lists' : 'all lists'}` : ''}, ${report.protocol}, ${report.shoppers.all} shoppers, ${(100 * report.unknownTargets).toFixed(1)} % of the targets unknown to it`,
      metricsTable(lines, names),
      '',
      ...stageLines(report, names),
      ...(report.against
        ? ['', ...gainLines(`bundle ${report.against.bundleVersion}`, report.against.gain.metrics, names)]
        : []),
    ].join('\n'),
  );
}
