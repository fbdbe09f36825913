// `npx tsx bench/peers/train.ts [--turns N] [--every N] [--json] [--write]`: our training beside implicit's and LightFM's, see README.md.
import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { parseConfig } from '../../src/trainer/config.ts';
import { measureTrained } from '../../src/trainer/evaluation/measure.ts';
import { listMetrics } from '../../src/trainer/evaluation/metrics.ts';
import { givenPairs } from '../../src/trainer/evaluation/protocols/pairs.ts';
import type { Split } from '../../src/trainer/evaluation/protocols/protocol.ts';
import { als } from '../../src/trainer/models/als.ts';
import { factorise } from '../../src/trainer/models/factorise.ts';
import { distinctItems, neighbours } from '../../src/trainer/models/itemKnn.ts';
import type { Model } from '../../src/trainer/models/model.ts';
import { similarItems } from '../../src/trainer/models/similarItems.ts';
import { weighPairs } from '../../src/trainer/models/similarity.ts';
import { silent } from '../../src/trainer/progress.ts';
import { Random } from '../../src/trainer/random.ts';
import { readLog } from '../../src/trainer/read/readLog.ts';
import { SIMILARITIES } from '../../src/trainer/settings/neighbours.ts';
import type { Rows } from '../../src/trainer/tables/rows.ts';
import { buildTables } from '../../src/trainer/tables/tables.ts';
import { UNLEARNED } from '../../src/trainer/trainEngine.ts';
import { spreadOf } from '../measure.ts';
import { runPython, whatPythonLacks } from './python.ts';

const GOWALLA = fileURLToPath(new URL('../../../shared/data/gowalla', import.meta.url));
const DIMENSIONS = 64;
const SWEEPS = 8;
/** Entries of a row. implicit counts the item itself among them. */
const KEEP = 50;
const CUTOFF = 20;

interface Seconds {
  seconds: number;
  /** Of the process: what others do on a shared machine is not in it. */
  cpuSeconds: number;
}
type Quality = Record<'recall' | 'ndcg', number>;

/** One model as both have it. */
interface Pair {
  name: string;
  /** Fits ours from a ready matrix, on one thread, as theirs starts from one. */
  fit(): Promise<unknown>;
  /** What makes our bundle. */
  model: Model;
  config: object;
  blend: Record<string, number>;
  /** The model's name and settings for pairs.py. */
  theirs: [string, object];
}

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '5' },
    every: { type: 'string', default: '1' },
    json: { type: 'boolean' },
    write: { type: 'boolean' },
  },
});
const lacking = (await whatPythonLacks(['implicit', 'scipy'])) ?? (await whatDataLacks());
if (lacking) process.stdout.write(`skipped: ${lacking}\n`);
else await main();

async function whatDataLacks(): Promise<string | undefined> {
  try {
    await access(join(GOWALLA, 'train.txt.gz'));
    return undefined;
  } catch {
    return 'no gowalla in ../shared/data';
  }
}

async function main(): Promise<void> {
  const load = () => loadavg()[0]! / cpus().length;
  const before = load();
  const read = (file: string) => readLog(join(GOWALLA, file), { format: 'pairs' });
  const log = await read('train.txt.gz');
  const split = givenPairs(log, await read('test.txt.gz'), { view_item: 1, purchase: 1 });
  const asked = { ...split, cases: split.cases.filter((_, index) => index % Number(values.every) === 0) };
  const tables = buildTables(log, undefined, parseConfig());
  const taken = distinctItems(tables);
  const shoppers = tables.logShopper;
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-peers-'));
  const results = [];
  let warp: unknown;
  try {
    await writeFile(join(folder, 'users.i32'), rowOfEntries(taken));
    await writeFile(join(folder, 'items.i32'), taken.columns);
    for (const pair of pairs()) {
      const [ours, theirs]: [Seconds[], Seconds[]] = [[], []];
      for (let turn = 0; turn < Number(values.turns); turn++) {
        ours.push(await timed(pair.fit));
        const [model, settings] = pair.theirs;
        theirs.push(await runPython<Seconds>('pairs.py', [folder, model, JSON.stringify(settings)]));
      }
      const lists = new Int32Array((await readFile(join(folder, 'lists.i32'))).buffer.slice(0));
      const quality = { ours: await qualityOfOurs(pair, asked), theirs: qualityOfLists(lists, asked) };
      const ratio = spreadOf(ours.map(({ cpuSeconds }, turn) => cpuSeconds / theirs[turn]!.cpuSeconds));
      results.push({
        model: pair.name,
        ours: { ...mediansOf(ours), ...quality.ours },
        theirs: { ...mediansOf(theirs), ...quality.theirs },
        cpuRatio: { median: ratio.median, low: ratio.low, high: ratio.high },
      });
      if (!values.json) tell(results.at(-1)!);
    }
    warp = await besideLightFm();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const report = {
    date: new Date().toISOString().slice(0, 10),
    load: { before, after: load() },
    warp,
    data: { pairs: taken.columns.length, shoppers: shoppers.length, items: tables.items, asked: asked.cases.length },
    turns: Number(values.turns),
    results,
  };
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (values.json) process.stdout.write(json);
  if (values.write) await writeFile(new URL('../../docs/bench-train.json', import.meta.url), json);

  function pairs(): Pair[] {
    const iAls = (solver: 'cg' | 'exact'): Pair => {
      // The same objective in both: what is observed weighs 41 times what is not, and next to no ridge.
      const settings = { dimensions: DIMENSIONS, sweeps: SWEEPS, alpha: 1 / 40, lambda: 1e-6 };
      return {
        name: `iALS, ${solver}`,
        fit: () =>
          factorise(taken, {
            ...settings,
            items: tables.items,
            steps: solver === 'cg' ? 3 : 0,
            threads: 1,
            random: new Random(1, 'als'),
            progress: () => {},
          }),
        model: als,
        config: { als: { ...settings, solver, steps: 3 } },
        blend: { factors: 1 },
        theirs: [
          'als',
          { factors: DIMENSIONS, iterations: SWEEPS, alpha: 40, regularization: 0.05, use_cg: solver === 'cg' },
        ],
      };
    };
    const knn = SIMILARITIES.map((similarity): Pair => {
      const settings = { keep: KEEP - 1, shrink: 0, support: 1 };
      return {
        name: `item-kNN, ${similarity}`,
        fit: () =>
          similarItems(taken, {
            ...weighPairs(similarity, taken, tables.items, 0),
            ...settings,
            items: tables.items,
            threads: 1,
          }),
        model: neighbours,
        config: { neighbours: { ...settings, similarity, decay: 1, last: 500 } },
        blend: { neighbours: 1 },
        theirs: [similarity, { K: KEEP }],
      };
    });
    return [iAls('cg'), iAls('exact'), ...knn];
  }

  /** The packed bundle of this model alone, asked through the engine. */
  async function qualityOfOurs({ model, config, blend }: Pair, test: Split): Promise<Quality> {
    const { all } = await measureTrained({
      test,
      catalogue: [],
      cutoffs: [CUTOFF],
      config: parseConfig(config),
      progress: silent,
      models: [model],
      learned: { ...UNLEARNED, config: parseConfig(config), blend },
    });
    return { recall: all.metrics['recall@20']!, ndcg: all.metrics['ndcg@20']! };
  }

  function qualityOfLists(lists: Int32Array, { cases }: Split): Quality {
    const numberOf = new Map(Array.from(shoppers, (shopper, number) => [log.shoppers[shopper]!, number]));
    const itemOf = new Map(tables.catalogue.ids.map((id, item) => [id, item]));
    const sum = { recall: 0, ndcg: 0 };
    for (const { shopper, taken: relevant } of cases) {
      const at = numberOf.get(shopper)! * CUTOFF;
      const list = Array.from(lists.subarray(at, at + CUTOFF)).filter((item) => item >= 0);
      const own = new Set(Array.from(relevant, (id) => itemOf.get(id) ?? -2));
      const { recall, ndcg } = listMetrics(list, own, CUTOFF);
      sum.recall += recall;
      sum.ndcg += ndcg;
    }
    return { recall: sum.recall / cases.length, ndcg: sum.ndcg / cases.length };
  }
}

/** WARP has a script of its own, with a measure of its own: users are known there by their numbers. */
async function besideLightFm(): Promise<unknown> {
  const script = fileURLToPath(new URL('./warp.ts', import.meta.url));
  let warp: { lines?: string[]; skipped?: string };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script, '--json']);
    warp = JSON.parse(stdout) as typeof warp;
  } catch (thrown) {
    // What was measured before it is not lost with it.
    warp = { skipped: `warp.ts failed: ${(thrown as Error).message.split('\n')[0]}` };
  }
  if (!values.json) process.stdout.write(`${(warp.lines ?? [`WARP: ${warp.skipped}`]).join('\n')}\n`);
  return warp;
}

/** The row of each entry. */
function rowOfEntries({ offsets, columns }: Rows): Int32Array {
  const rows = new Int32Array(columns.length);
  for (let row = 0; row < offsets.length - 1; row++) rows.fill(row, offsets[row], offsets[row + 1]);
  return rows;
}

async function timed(fit: () => Promise<unknown>): Promise<Seconds> {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  await fit();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - wall) / 1000, cpuSeconds: (user + system) / 1e6 };
}

function mediansOf(runs: readonly Seconds[]): Seconds {
  return {
    seconds: spreadOf(runs.map(({ seconds }) => seconds)).median,
    cpuSeconds: spreadOf(runs.map(({ cpuSeconds }) => cpuSeconds)).median,
  };
}

function tell(result: {
  model: string;
  ours: Seconds & Quality;
  theirs: Seconds & Quality;
  cpuRatio: { median: number; low: number; high: number };
}): void {
  const line = (name: string, { seconds, cpuSeconds, recall, ndcg }: Seconds & Quality) =>
    `  ${name.padEnd(10)}${seconds.toFixed(2).padStart(8)} s, cpu ${cpuSeconds.toFixed(2).padStart(6)} s   recall@20 ${recall.toFixed(4)}  ndcg@20 ${ndcg.toFixed(4)}\n`;
  const { median, low, high } = result.cpuRatio;
  process.stdout.write(`${result.model}\n`);
  process.stdout.write(line('vitrine', result.ours) + line('implicit', result.theirs));
  process.stdout.write(`  ${median.toFixed(2)} of its cpu time (${low.toFixed(2)} to ${high.toFixed(2)})\n`);
}
