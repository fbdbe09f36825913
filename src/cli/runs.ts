import { Argument, type Command } from 'commander';
import { fail } from '../errors/failAny.ts';
import { compareRuns, type RunComparison } from '../trainer/runs/compareRuns.ts';
import { exportMlflow } from '../trainer/runs/exportMlflow.ts';
import { findRun, readRuns } from '../trainer/runs/readRuns.ts';
import type { Run } from '../trainer/runs/run.ts';
import { runsDir } from './keepRun.ts';
import type { Output, OutputOptions } from './output.ts';
import { table } from './table.ts';
import { act, createVerb } from './verb.ts';

interface Options extends OutputOptions {
  runs?: string;
  mlflow?: string;
}

const ACTIONS = ['list', 'compare', 'export'] as const;

/** `vitrine runs list | compare A B | export`: what was trained and measured before. */
export const runsCommand = (): Command =>
  createVerb('runs', 'List and compare what was trained and measured before')
    .addArgument(new Argument('<action>', 'what to do with them').choices(ACTIONS))
    .argument('[ids...]', 'compare: two runs, by id, a part of it, last or last~1')
    .allowExcessArguments(true)
    .option('--runs <dir>', 'where they are kept (default: runs)')
    .option('--mlflow <dir>', 'export: the folder that mlflow ui reads')
    .action((action: string, ids: string[], options: Options) =>
      act<Options>((given, output) => run(action, ids, given, output))(options),
    );

async function run(action: string, ids: string[], options: Options, output: Output): Promise<void> {
  const dir = runsDir(options, output) ?? 'runs';
  if (action !== 'compare' && ids.length > 0) throw fail('USAGE', `runs ${action} takes no runs`);
  if (action === 'list') await list(dir, output);
  else if (action === 'compare') await compare(dir, ids, output);
  else await exportRuns(dir, options.mlflow, output);
}

async function list(dir: string, output: Output): Promise<void> {
  const { runs, broken } = await readRuns(dir);
  for (const name of broken) output.say(`${dir}/${name} is no run`);
  const newest = [...runs].reverse();
  output.result(
    { dir, runs: newest },
    newest.length === 0
      ? `${dir}: no runs`
      : table(newest, [
          { title: 'run', text: ({ id }) => id },
          { title: 'verb', text: ({ verb, params }) => [verb, params.protocol].filter(Boolean).join(' ') },
          { title: 'data', text: ({ data }) => data[0]?.file.split('/').at(-1) ?? '' },
          { title: 'figure', text: figure },
          { title: 'bundle', align: 'right', text: ({ metrics }) => bytes(metrics.bundleBytes) },
          { title: 'time', align: 'right', text: ({ seconds }) => `${seconds.toFixed(1)} s` },
          { title: 'model', text: ({ made }) => made?.model ?? '' },
        ]),
  );
}

/** The figure that says most of a run: nDCG as measured, else as validated. */
function figure({ metrics }: Run): string {
  const names = Object.keys(metrics);
  const name = ['ndcg@10', 'ndcg@20', 'ndcg@100', 'validation.ndcg@10'].find((wanted) => names.includes(wanted));
  return name ? `${name} ${metrics[name]!.toFixed(4)}` : '';
}

const bytes = (value: number | undefined) => (value === undefined ? '' : `${(value / 1e6).toFixed(2)} MB`);

async function compare(dir: string, ids: string[], output: Output): Promise<void> {
  if (ids.length !== 2) throw fail('USAGE', 'runs compare takes two runs');
  const [a, b] = [await findRun(dir, ids[0]!), await findRun(dir, ids[1]!)];
  const comparison = compareRuns(a, b);
  output.result(comparison, describe(comparison));
}

function describe({ a, b, isSameData, params, metrics }: RunComparison): string {
  const text = (value: unknown) => (value === undefined ? '-' : String(value));
  const number = (value: number | undefined) => (value === undefined ? '-' : `${+value.toPrecision(6)}`);
  return [
    isSameData ? 'both read the same data' : 'they read different data: their figures are of two questions',
    '',
    params.length === 0
      ? 'the same parameters'
      : table(params, [
          { title: 'parameter', text: ({ name }) => name },
          { title: a, text: (one) => text(one.a) },
          { title: b, text: (one) => text(one.b) },
        ]),
    '',
    table(metrics, [
      { title: 'figure', text: ({ name }) => name },
      { title: a, align: 'right', text: (one) => number(one.a) },
      { title: b, align: 'right', text: (one) => number(one.b) },
      {
        title: 'difference',
        align: 'right',
        text: ({ gain }) => (gain === undefined ? '-' : `${gain > 0 ? '+' : ''}${number(gain)}`),
      },
    ]),
  ].join('\n');
}

async function exportRuns(dir: string, mlflow: string | undefined, output: Output): Promise<void> {
  if (mlflow === undefined) throw fail('USAGE', 'runs export takes --mlflow <dir>');
  const { runs, broken } = await readRuns(dir);
  for (const name of broken) output.say(`${dir}/${name} is no run`);
  const written = await exportMlflow(dir, runs, mlflow);
  output.result(
    { out: mlflow, runs: runs.length, written },
    `${mlflow}: ${written} of ${runs.length} runs written; mlflow ui --backend-store-uri ${mlflow}`,
  );
}
