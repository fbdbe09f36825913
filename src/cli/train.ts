import { rmSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Manifest } from '../engine/bundle/manifest.ts';
import { fail } from '../errors/failAny.ts';
import type { TrainConfig } from '../trainer/config.ts';
import { INDEX_SETTINGS, type IndexSetting } from '../trainer/indexing/chooseIndex.ts';
import type { IndexReport } from '../trainer/indexing/indexSections.ts';
import { loadKernels } from '../trainer/kernels.ts';
import { HEAD_ITEMS } from '../trainer/lists/pack.ts';
import { packTrained } from '../trainer/lists/packTrained.ts';
import { budgetOf } from '../trainer/recipe/budget.ts';
import { explainRecipe } from '../trainer/recipe/explain.ts';
import { trainBundle } from '../trainer/train.ts';
import { besideOf } from '../trainer/unfinished.ts';
import { checkOutput, writeBundle } from '../trainer/writeBundle.ts';
import { describeIndex } from './describeIndex.ts';
import { readCatalogueFor, readConfigFor, readLogFor, type TrainOptions, withTrainOptions } from './input.ts';
import { onInterrupt } from './interrupt.ts';
import { openCacheFor, paramsOf, type RunOptions, startRun, trainingMetrics, withRunOptions } from './keepRun.ts';
import type { Output } from './output.ts';
import { act, createVerb, wholeNumber } from './verb.ts';

interface Options extends TrainOptions, RunOptions {
  events: string;
  out: string;
  index?: IndexSetting;
  lists?: 'files' | 'ranges';
  head?: number;
}

/** `vitrine train`: a log, and a catalogue if there is one, to a bundle. */
export const trainCommand = (): Command =>
  withRunOptions(
    withTrainOptions(createVerb('train', 'Train a bundle on an event log'), 'what it does not list is out of stock'),
  )
    .requiredOption('--events <file>', 'the log, plain or gzip')
    .requiredOption('--out <dir>', 'where the bundle goes; a former bundle is replaced')
    .addOption(
      new Option('--index <kind>', 'how item vectors are searched (default: auto, by their number)').choices([
        ...INDEX_SETTINGS,
      ]),
    )
    .addOption(
      new Option('--lists <packing>', 'ship the catalogue in lists fetched on demand, see docs/lists.md').choices([
        'files',
        'ranges',
      ]),
    )
    .option('--head <n>', 'with --lists: the most popular items, which ship at once (default: 4000)', wholeNumber(1))
    .action(act(train));

async function train(options: Options, output: Output): Promise<void> {
  const started = performance.now();
  if (options.head !== undefined && !options.lists) throw fail('USAGE', '--head goes with --lists');
  if (options.lists && !['auto', 'exact'].includes(options.index ?? 'auto'))
    throw fail('USAGE', '--lists goes with --index exact: what a device holds of them, it scans');
  await checkOutput(options.out);
  const run = startRun('train', [options.events, options.catalogue], options, output);
  const { cache, say } = await openCacheFor(options);
  const settings = await readConfigFor(options);
  // Lists are an index themselves: what a device holds of them, it scans.
  const kind = options.lists ? 'exact' : (options.index ?? settings.index.kind);
  // Nor do they ship a ranker: what it learned of whole catalogues, it would be asked of a part (docs/lists.md).
  const ranker = { ...settings.ranker, ...(options.lists ? { use: 'off' as const } : {}) };
  const config = { ...settings, ranker, index: { ...settings.index, kind } };
  const log = await readLogFor(options.events, options, output, cache);
  const catalogue = await readCatalogueFor(options.catalogue, output);
  if (options.lists) checkHead(new Set([...log.items, ...(catalogue ?? []).map(({ itemId }) => itemId)]).size, options);
  const kernels = await loadKernels();
  if (kernels.kind === 'js')
    output.say(
      'kernels.wasm is missing or does not run here: training in plain JavaScript takes several times as long',
    );
  const trained = await trainBundle({ log, catalogue, config, kernels, progress: output.progress, cache });
  say(output);
  const { tables, learned } = trained;
  const { lists, head } = options;
  const packed = lists
    ? await packTrained(trained, { packing: lists, kernels, seed: config.seed, ...(head ? { head } : {}) })
    : trained.packed;
  const settled = onInterrupt(() => rmSync(besideOf(options.out), { recursive: true, force: true, maxRetries: 3 }));
  await writeBundle(options.out, packed);
  settled();
  const { manifest, files } = packed;
  const chosen = learned.tables.map((choice) => ({
    ...choice,
    bytes: manifest.sections.find(({ name }) => name === choice.table)?.bytes ?? 0,
  }));
  const why = explainRecipe(learned);
  for (const line of why) output.say(line);
  if (learned.tried.length === 0)
    for (const { table, bytes, reason } of chosen)
      output.say(`${table}: ${bytes > 0 ? `${bytes} bytes` : 'does not ship'}; ${reason}`);
  else output.say(bytesLine(manifest, budgetOf(config, tables.items)));
  const { index } = manifest.card.params as { index: TrainConfig['index'] | IndexReport };
  if ('why' in index && !lists) output.say(`index: ${describeIndex(index)}`);
  const shipped = manifest.card.params.lists as { lists: number; probes: number; recallAt20: number } | undefined;
  if (lists && shipped)
    output.say(
      `lists: ${shipped.lists}, of which a request probes ${shipped.probes}; recall@20 ${shipped.recallAt20.toPrecision(3)} on this shop's shoppers`,
    );
  const result = {
    out: options.out,
    bundleVersion: manifest.bundleVersion,
    bundleBytes: [...files.values()].reduce((sum, file) => sum + file.length, 0),
    trainSeconds: round((performance.now() - started) / 1000),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    rows: log.report.rows,
    used: log.report.used,
    skipped: log.report.skipped,
    bad: log.report.bad,
    // In lists, the manifest counts the head alone.
    counts: { ...manifest.counts, items: tables.items },
    ...(lists ? { lists: manifest.card.params.lists } : {}),
    inStock: tables.catalogue.inStock.reduce((sum, one) => sum + one, 0),
    window: manifest.window,
    model: manifest.card.model,
    families: learned.families,
    tried: learned.tried,
    why,
    tables: chosen,
    index,
    repeats: manifest.serving.repeats,
    blend: manifest.serving.blend,
    metrics: manifest.card.metrics,
  };
  await run.end(
    {
      params: { ...paramsOf(manifest.card.params), format: options.format, seed: config.seed },
      metrics: trainingMetrics(result),
      made: { bundleVersion: result.bundleVersion, model: result.model, out: options.out },
    },
    {
      verb: 'train',
      result: { ...result, tried: learned.tried, sections: manifest.sections, params: manifest.card.params },
    },
  );
  output.result(
    result,
    [
      `${options.out}: bundle ${result.bundleVersion}, ${result.bundleBytes} bytes, ${result.counts.items} items (${result.inStock} in stock), ${result.counts.shoppers} shoppers`,
      `validation: ${
        Object.entries(result.metrics)
          .map(([name, value]) => `${name} ${+value.toPrecision(4)}`)
          .join(', ') || 'too few shoppers; default blend'
      }`,
      `repeats: ${result.repeats}; ${result.trainSeconds} s, ${Math.round(result.peakRssBytes / 1e6)} MB`,
    ].join('\n'),
  );
}

/** Where the bytes went. */
function bytesLine({ sections }: Manifest, budget: number): string {
  const each = sections.map(({ name, bytes }) => `${name} ${bytes}`);
  return `bytes: ${each.join(', ')}; at most ${budget}`;
}

/** What packing would refuse, before training. */
function checkHead(items: number, { head = HEAD_ITEMS }: Options): void {
  if (items <= head)
    throw fail(
      'TOO_LITTLE_DATA',
      `--lists: ${items} items, and the head takes ${head}; give a smaller --head or no --lists`,
    );
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;
