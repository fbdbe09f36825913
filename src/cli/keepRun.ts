import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { asVitrineError } from '../errors/failAny.ts';
import type { Cache } from '../trainer/cache/cache.ts';
import { openFolderCache } from '../trainer/cache/folderCache.ts';
import type { BenchmarkReport, Metrics } from '../trainer/evaluation/report.ts';
import type { ReportSource, TrainingResult } from '../trainer/report/content.ts';
import { writeReport } from '../trainer/report/writeReport.ts';
import { hashInputs } from '../trainer/runs/hashFile.ts';
import type { Run } from '../trainer/runs/run.ts';
import { runId, writeRun } from '../trainer/runs/writeRun.ts';
import type { Output } from './output.ts';

/** Where runs are kept where nobody says otherwise. */
const RUNS = 'runs';

/** Where stages are kept with --cache alone. */
const CACHE = '.vitrine-cache';

/** Options of the verbs whose runs are kept. */
export interface RunOptions {
  /** A folder; false with --no-runs. */
  runs?: string | false;
  report?: string;
  cache?: string | true;
}

export function withRunOptions(command: Command): Command {
  return command
    .option('--runs <dir>', `keep parameters, data hash, figures and report in a folder here (default: ${RUNS})`)
    .option('--no-runs', 'keep nothing of this run')
    .option('--report <file>', 'write a report as one HTML file, and its figures as JSON beside it')
    .option('--cache [dir]', `keep what stages give, and find it again (default with --cache: ${CACHE})`);
}

/** The cache that was asked for, and what to say of it in the end. */
export async function openCacheFor({ cache }: RunOptions): Promise<{ cache?: Cache; say(output: Output): void }> {
  if (cache === undefined) return { say: () => {} };
  const dir = cache === true ? CACHE : cache;
  const opened = await openFolderCache(dir);
  return {
    cache: opened,
    say: (output) =>
      output.say(`${dir}: ${opened.counts.found} stages found, ${opened.counts.computed} computed and kept`),
  };
}

/** The folder for runs: the option, else VITRINE_RUNS, else `runs`; undefined where none are kept (--no-runs, VITRINE_RUNS empty). */
export function runsDir({ runs }: RunOptions, { env }: Output): string | undefined {
  if (runs === false) return undefined;
  return runs ?? (env.VITRINE_RUNS === undefined ? RUNS : env.VITRINE_RUNS || undefined);
}

/** The figures of a benchmark as a run keeps them: those of items new to the shopper, and without ranking, under names of their own. */
export const benchmarkMetrics = (report: BenchmarkReport): Run['metrics'] => ({
  ...report.metrics,
  ...named('newItems', report.newItems),
  ...(report.ranking ? named('retrieval', report.retrievalMetrics ?? {}) : {}),
  ...(report.candidateRecall ? { candidateRecall: report.candidateRecall.all } : {}),
  ...sizesOf(report),
});

/** The figures of a training run: those of validation say so in their names. */
export const trainingMetrics = (result: Pick<TrainingResult, 'metrics' | keyof Sizes>): Run['metrics'] => ({
  ...named('validation', result.metrics),
  ...sizesOf(result),
});

const named = (prefix: string, metrics: Metrics): Run['metrics'] =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`${prefix}.${name}`, value]));

/** The settings of a bundle's card as a run keeps them: of each table that it ships, only that. */
export function paramsOf(card: Record<string, unknown>): Run['params'] {
  const { tables, ...params } = card;
  const ships = Array.isArray(tables) ? tables.filter(({ ships }) => ships).map(({ table }) => table) : [];
  return { ...params, ships };
}

type Sizes = Pick<BenchmarkReport, 'bundleBytes' | 'trainSeconds' | 'peakRssBytes' | 'rows'>;

const sizesOf = ({ bundleBytes, trainSeconds, peakRssBytes, rows }: Sizes) => ({
  bundleBytes,
  trainSeconds,
  peakRssBytes,
  rows,
});

/** What is known of a run when it is over. */
export type Outcome = Pick<Run, 'params' | 'metrics' | 'made'>;

export interface RunningRun {
  /** Keeps the run and writes the report, as far as they were asked for; says where. */
  end(outcome: Outcome, source: DistributiveOmit<ReportSource, 'data'>): Promise<void>;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Begins to keep a run of `verb`. `files` are what it reads, the log first.
 * @throws of `end`: OUTPUT_FAILED where --runs or --report names a place that takes nothing; where `runs` is but the default, that
 *   costs the record and not the run
 */
export function startRun(
  verb: string,
  files: readonly (string | undefined)[],
  options: RunOptions,
  output: Output,
): RunningRun {
  const startedAt = new Date();
  const started = performance.now();
  return {
    async end({ params, metrics, made }, part) {
      const read = files.filter((file) => file !== undefined);
      const source = { ...part, data: basename(read[0] ?? '') } as ReportSource;
      if (options.report !== undefined) {
        await writeReport(options.report, source);
        output.say(`report: ${options.report}`);
      }
      const dir = runsDir(options, output);
      if (dir === undefined) return;
      try {
        const rest = {
          verb,
          startedAt: startedAt.toISOString(),
          seconds: Math.round(performance.now() - started) / 1000,
          version: version(),
          data: await hashInputs(read),
          params,
          metrics,
          ...(made ? { made } : {}),
        };
        output.say(`run: ${await writeRun(dir, { id: runId(startedAt, rest), ...rest }, source)}`);
      } catch (thrown) {
        if (typeof options.runs === 'string') throw thrown;
        output.say(`this run is not kept: ${asVitrineError(thrown).message}`);
      }
    },
  };
}

/** Of this vitrine. */
export function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
