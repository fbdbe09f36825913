import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { codeHash } from '../trainer/cache/codeHash.ts';
import { contentHash } from '../trainer/cache/contentHash.ts';
import { parseConfig } from '../trainer/config.ts';
import { loadKernels } from '../trainer/kernels.ts';
import { writeWhole } from '../trainer/report/writeReport.ts';
import { hashInputs } from '../trainer/runs/hashFile.ts';
import type { Run } from '../trainer/runs/run.ts';
import { DEFAULT_MODELS } from '../trainer/train.ts';
import { type Journal, memoryJournal, openJournal, type Trial } from '../trainer/tune/journal.ts';
import { essence } from '../trainer/tune/propose.ts';
import { tune } from '../trainer/tune/tune.ts';
import { type LogOptions, readCatalogueFor, readConfigFor, readLogFor, withLogOptions } from './input.ts';
import { openCacheFor, runsDir, version } from './keepRun.ts';
import type { Output } from './output.ts';
import { act, createVerb, wholeNumber } from './verb.ts';

interface Options extends LogOptions {
  events: string;
  catalogue?: string;
  config?: string;
  seed?: number;
  budget: number;
  trials: number;
  metric: string;
  out?: string;
  runs?: string | false;
  cache?: string | true;
}

/** `vitrine tune`: settings that validation likes better than the recipe's own, found in the time given. */
export const tuneCommand = (): Command =>
  withLogOptions(createVerb('tune', 'Search for better settings on validation, for as long as you like'))
    .requiredOption('--events <file>', 'the log, plain or gzip')
    .option('--catalogue <file>', 'Merchant feed (TSV, CSV or XML)')
    .option('--config <file>', 'JSON of training settings to begin with')
    .option('--seed <n>', 'start of every random choice (default: 1)', wholeNumber(0))
    .option('--budget <time>', 'how long to search: 90s, 10m, 2h; a trial that has begun is ended', seconds, 600)
    .option('--trials <n>', 'trials at most', wholeNumber(1), 1000)
    .option('--metric <name>', 'what to raise: ndcg@10 or newItems.ndcg@10', 'ndcg@10')
    .option('--out <file>', 'where the best settings go, for --config (default: config.json in the run)')
    .option('--runs <dir>', 'where the search is kept, and resumed from by the same command (default: runs)')
    .option('--no-runs', 'keep nothing: what is killed begins again')
    .option('--cache [dir]', 'keep what stages give, and find it again (default with --cache: .vitrine-cache)')
    .action(act(run));

async function run(options: Options, output: Output): Promise<void> {
  const startedAt = new Date();
  const started = performance.now();
  // `--budget` is time here; the bytes of a bundle are the config's to say.
  const config = await readConfigFor({ ...options, budget: undefined });
  const { cache, say } = await openCacheFor(options);
  const log = await readLogFor(options.events, options, output, cache);
  const catalogue = await readCatalogueFor(options.catalogue, output);
  const files = [options.events, options.catalogue].filter((file) => file !== undefined);
  const data = await hashInputs(files);
  const { metric, format } = options;
  const hashes = data.map(({ sha256 }) => sha256);
  const id = `tune-${contentHash([hashes, config, metric, format, await codeHash()]).slice(0, 12)}`;
  const dir = runsDir(options, output);
  const folder = dir === undefined ? undefined : join(dir, id);
  const journal: Journal = folder === undefined ? memoryJournal() : await openJournal(folder);
  if (journal.trials.length > 0) output.say(`${folder}: going on after ${journal.trials.length} trials`);
  const { best, first, trials, resumed } = await tune({
    log,
    catalogue,
    config,
    models: DEFAULT_MODELS,
    kernels: await loadKernels(),
    progress: output.progress,
    cache,
    metric,
    seed: config.seed,
    journal,
    seconds: options.budget,
    trials: options.trials,
    onTrial: (trial, so) => output.say(line(trial, so)),
  });
  say(output);
  const settings = essence(parseConfig(best.config));
  const out = options.out ?? (folder === undefined ? undefined : join(folder, 'config.json'));
  if (out !== undefined) await writeWhole(out, `${JSON.stringify(settings, null, 1)}\n`);
  const result = {
    metric,
    value: best.value,
    of: first.value,
    trial: best.number,
    trials,
    resumed,
    out,
    config: settings,
  };
  if (folder !== undefined) {
    const kept: Run = {
      id,
      verb: 'tune',
      startedAt: startedAt.toISOString(),
      seconds: Math.round(performance.now() - started) / 1000,
      version: version(),
      data,
      params: { ...settings, metric, trials, format },
      metrics: Object.fromEntries(Object.entries(best.metrics).map(([name, value]) => [`validation.${name}`, value])),
      made: { ...(out === undefined ? {} : { out }) },
    };
    await writeWhole(join(folder, 'run.json'), `${JSON.stringify(kept, null, 1)}\n`);
  }
  output.result(
    result,
    [
      `validation ${metric}: ${best.value.toFixed(4)} (trial ${best.number} of ${trials}); the recipe's own ${first.value.toFixed(4)}`,
      'the best of many is liked too well by what chose it: vitrine benchmark says what it is worth',
      ...(out === undefined ? [] : [`${out}:`]),
      JSON.stringify(settings, null, 1),
    ].join('\n'),
  );
}

/** "trial 3: ndcg 0.2134 (best 0.2150 of trial 1), transitions.decay 0.8; 4.2 s". */
function line({ number, value, changes, seconds }: Trial, best: Trial): string {
  const what = Object.entries(changes).map(([path, to]) => `${path} ${to}`);
  const standing = best.number === number ? 'the best so far' : `best ${best.value.toFixed(4)} of trial ${best.number}`;
  return `trial ${number}: ${value.toFixed(4)} (${standing}), ${what.join(', ') || "the recipe's own"}; ${seconds.toFixed(1)} s`;
}

/** "90s", "10m", "2h" in seconds. */
function seconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(s|m|min|h)$/.exec(text.trim());
  const value = Number(match?.[1]) * ({ s: 1, m: 60, min: 60, h: 3600 }[match?.[2] ?? ''] ?? Number.NaN);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a time like 90s, 10m or 2h.');
  return value;
}
