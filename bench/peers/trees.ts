// `npx tsx bench/peers/trees.ts [--turns N] [--threads N] [--spin] [--only binary,graded,shop] [--rows FILE] [--json] [--write]`: our boosted trees beside LightGBM's, see README.md. Same rows, same settings,
// taking turns; times are from columns in memory to a model. --rows: ranking rows of a shop (treesData.ts says how), in order of time, in place of the simulated one's.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { marginOf } from '../../src/engine/ranking/trees/ensemble.ts';
import { pairedInterval } from '../../src/trainer/evaluation/bootstrap.ts';
import { rocAuc } from '../../src/trainer/evaluation/ranking/curves.ts';
import { sweep } from '../../src/trainer/evaluation/ranking/sweep.ts';
import { fitTrees } from '../../src/trainer/models/trees/fit.ts';
import { meanNdcg } from '../../src/trainer/models/trees/metric.ts';
import type { RankingData } from '../../src/trainer/ranker/data.ts';
import { treesSettings } from '../../src/trainer/settings/trees.ts';
import { spreadOf } from '../measure.ts';
import { runPython, whatPythonLacks } from './python.ts';
import { shopRows } from './shopRows.ts';
import { drawRows, groupsOf, readRows, writeRows } from './treesData.ts';

const ROUNDS = 100;
const LEAVES = 31;
const RATE = 0.08;
const CUTOFF = 10;

interface Seconds {
  seconds: number;
  cpuSeconds: number;
}

interface Question {
  name: string;
  objective: 'binary' | 'lambdarank';
  train: RankingData;
  held: RankingData;
}

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '5' },
    only: { type: 'string' },
    rows: { type: 'string' },
    threads: { type: 'string', default: '2' },
    spin: { type: 'boolean' },
    json: { type: 'boolean' },
    write: { type: 'boolean' },
  },
});
const threads = Number(values.threads);
// OpenMP's threads spin while they wait, which on a machine that others use too takes them many times as long: there they had better sleep.
if (!values.spin) process.env.OMP_WAIT_POLICY = 'passive';
const lacking = await whatPythonLacks(['lightgbm', 'numpy']);
if (lacking) process.stdout.write(values.json ? JSON.stringify({ skipped: lacking }) : `skipped: ${lacking}\n`);
else await main();

async function main(): Promise<void> {
  const load = () => loadavg()[0]! / cpus().length;
  const before = load();
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-trees-'));
  const results = [];
  try {
    for (const ask of questions()) results.push(await compare(await ask(), folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const report = {
    date: new Date().toISOString().slice(0, 10),
    load: { before, after: load() },
    settings: {
      trees: ROUNDS,
      leaves: LEAVES,
      rate: RATE,
      threads,
      turns: Number(values.turns),
      spin: values.spin === true,
    },
    results,
  };
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (values.json) process.stdout.write(json);
  if (values.write) await writeFile(new URL('../../docs/bench-trees.json', import.meta.url), json);
}

function questions(): (() => Promise<Question>)[] {
  const drawn = async (name: string, kind: 'binary' | 'graded', rows: number): Promise<Question> => ({
    name,
    objective: kind === 'binary' ? 'binary' : 'lambdarank',
    train: drawRows(kind, rows, 1),
    held: drawRows(kind, rows / 2, 2),
  });
  const ranked = async (rows: Promise<RankingData>): Promise<Question> => {
    const data = await rows;
    const groups = data.offsets.length - 1;
    const part = Math.floor(0.7 * groups);
    return {
      name: values.rows ?? 'ranking rows of the simulated shop, LambdaMART',
      objective: 'lambdarank',
      train: groupsOf(data, 0, part),
      held: groupsOf(data, part, groups),
    };
  };
  const all = {
    binary: () => drawn('200,000 x 20, log loss', 'binary', 200_000),
    graded: () => drawn('100,000 x 20 in groups, LambdaMART', 'graded', 100_000),
    shop: () => ranked(values.rows ? readRows(values.rows) : shopRows()),
  };
  const only = values.only?.split(',') ?? Object.keys(all);
  return Object.entries(all).flatMap(([name, ask]) => (only.includes(name) ? [ask] : []));
}

async function compare({ name, objective, train, held }: Question, folder: string) {
  await writeRows(join(folder, 'train.rows'), train);
  await writeRows(join(folder, 'held.rows'), held);
  const [ours, theirs]: [Seconds[], Seconds[]] = [[], []];
  let margins: Float64Array = new Float64Array();
  for (let turn = 0; turn < Number(values.turns); turn++) {
    const own = await fitOurs(train, objective);
    margins = scoresOf(own.fitted.ensemble, held);
    ours.push(own);
    theirs.push(await runPython<Seconds>('trees.py', [folder, JSON.stringify(settingsOfTheirs(objective))]));
  }
  const bytes = await readFile(join(folder, 'scores.f64'));
  const peers = new Float64Array(new Uint8Array(bytes).buffer);
  const measure = (scores: Float64Array) =>
    objective === 'binary' ? rocAuc(sweep(scores, held.labels)) : meanNdcg(scores, held, CUTOFF);
  const ratioOf = (time: keyof Seconds) => {
    const { median, low, high } = spreadOf(ours.map((own, turn) => own[time] / theirs[turn]![time]));
    return { median, low, high };
  };
  const result = {
    name,
    rows: train.labels.length,
    inputs: train.columns.length,
    groups: objective === 'lambdarank' ? train.offsets.length - 1 : undefined,
    metric: objective === 'binary' ? 'auc' : `ndcg@${CUTOFF}`,
    ours: { ...mediansOf(ours), quality: measure(margins) },
    theirs: { ...mediansOf(theirs), quality: measure(peers) },
    ...(objective === 'lambdarank' && { difference: pairedInterval(byGroup(margins, held), byGroup(peers, held), 1) }),
    ratio: ratioOf('seconds'),
    cpuRatio: ratioOf('cpuSeconds'),
  };
  if (!values.json) tell(result);
  return result;
}

async function fitOurs(train: RankingData, objective: Question['objective']) {
  const settings = v.parse(treesSettings, { objective, trees: ROUNDS, leaves: LEAVES, rate: RATE });
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const fitted = await fitTrees(train, settings, { threads });
  const { user, system } = process.cpuUsage(cpu);
  return { fitted, seconds: (performance.now() - wall) / 1000, cpuSeconds: (user + system) / 1e6 };
}

function settingsOfTheirs(objective: Question['objective']): object {
  return {
    objective,
    rounds: ROUNDS,
    num_leaves: LEAVES,
    learning_rate: RATE,
    num_threads: threads,
    lambdarank_truncation_level: 30,
    verbose: -1,
  };
}

function scoresOf(ensemble: Parameters<typeof marginOf>[0], { columns, labels }: RankingData): Float64Array {
  const row = new Float32Array(columns.length);
  return Float64Array.from(labels, (_, at) => {
    for (let input = 0; input < row.length; input++) row[input] = columns[input]![at]!;
    return marginOf(ensemble, row);
  });
}

/** nDCG of each group that has something to find. */
function byGroup(scores: Float64Array, { labels, offsets }: RankingData): number[] {
  return Array.from({ length: offsets.length - 1 }, (_, group) => [offsets[group]!, offsets[group + 1]!]).flatMap(
    ([first, last]) => {
      const own = { columns: [], labels: labels.subarray(first, last), offsets: Int32Array.of(0, last! - first!) };
      return own.labels.some((label) => label > 0) ? [meanNdcg(scores.subarray(first, last), own, CUTOFF)] : [];
    },
  );
}

function mediansOf(runs: readonly Seconds[]): Seconds {
  return {
    seconds: spreadOf(runs.map(({ seconds }) => seconds)).median,
    cpuSeconds: spreadOf(runs.map(({ cpuSeconds }) => cpuSeconds)).median,
  };
}

function tell({ name, metric, ours, theirs, difference, ratio, cpuRatio }: Awaited<ReturnType<typeof compare>>): void {
  const line = (who: string, { seconds, cpuSeconds, quality }: Seconds & { quality: number }) =>
    `  ${who.padEnd(10)}${seconds.toFixed(2).padStart(7)} s, cpu ${cpuSeconds.toFixed(2).padStart(6)} s   ${metric} ${quality.toFixed(5)}\n`;
  process.stdout.write(`${name}\n${line('vitrine', ours)}${line('LightGBM', theirs)}`);
  if (difference) {
    const { mean, interval } = difference;
    const [low, high] = interval;
    process.stdout.write(`  ${mean.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)}) above it\n`);
  }
  process.stdout.write(
    `  ${ratio.median.toFixed(2)} of its time (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}), ${cpuRatio.median.toFixed(2)} of its processor's\n`,
  );
}
