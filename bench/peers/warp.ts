// WARP beside LightFM (lightfm-next in bench/peers/.venv): the same pairs, dimensions, epochs, rate and samples, one thread, taking turns;
// both tables measured by the same code; a turn is a seed of both. usage: npx tsx bench/peers/warp.ts [--train FILE --test FILE | --ratings FILE]
// [--epochs N] [--dimensions D] [--turns T]; gowalla without; of MovieLens's ratings a fifth of each user's is the test.
import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { listMetrics } from '../../src/trainer/evaluation/metrics.ts';
import { fitHybrid, identity } from '../../src/trainer/models/warp/byUser.ts';
import { Random } from '../../src/trainer/random.ts';
import type { Rows } from '../../src/trainer/tables/rows.ts';

interface Tables {
  users: Float32Array;
  vectors: Float32Array;
  biases: Float32Array;
}
interface Run {
  seconds: number;
  /** Of the process: what a shared machine does meanwhile is not in it. */
  cpuSeconds: number;
}
interface Quality {
  recall: number;
  ndcg: number;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const python = join(here, '.venv/bin/python');
const GOWALLA = fileURLToPath(new URL('../../../shared/data/gowalla', import.meta.url));
const RATE = 0.05;
const MAX_SAMPLED = 10;
const CUTOFF = 20;
/** Users whose lists are measured, at most: to rank every item for one takes longer than to learn from one. */
const MEASURED = 3000;

const { values } = parseArgs({
  options: {
    train: { type: 'string', default: `${GOWALLA}/train.txt.gz` },
    test: { type: 'string', default: `${GOWALLA}/test.txt.gz` },
    ratings: { type: 'string' },
    dimensions: { type: 'string', default: '64' },
    epochs: { type: 'string', default: '10' },
    turns: { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
});
const dimensions = Number(values.dimensions);
const epochs = Number(values.epochs);

await main();

async function main(): Promise<void> {
  const missing = await whatIsMissing();
  if (missing) {
    process.stdout.write(values.json ? JSON.stringify({ skipped: missing }) : `skipped: ${missing}\n`);
    return;
  }
  const { train, test } = values.ratings
    ? await splitRatings(values.ratings)
    : { train: await readPairs(values.train), test: await readPairs(values.test) };
  const items = 1 + [...train, ...test].reduce((most, row) => row.reduce((a, b) => Math.max(a, b), most), 0);
  const taken = rowsOf(train);
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-warp-'));
  try {
    await writeFile(join(folder, 'users.i32'), Int32Array.from(train.flatMap((row, user) => row.map(() => user))));
    await writeFile(join(folder, 'items.i32'), taken.columns);
    const ours: Run[] = [];
    const theirs: Run[] = [];
    const qualities: [Quality[], Quality[]] = [[], []];
    for (let seed = 1; seed <= Number(values.turns); seed++) {
      const [mine, my] = await fitOurs(taken, items, seed);
      const [peer, peers] = await fitTheirs(folder, seed);
      ours.push(my);
      theirs.push(peers);
      qualities[0].push(measure(mine, train, test));
      qualities[1].push(measure(peer, train, test));
    }
    const sides = { vitrine: ours, lightfm: theirs };
    const [vitrine, lightfm] = Object.entries(sides).map(([name, runs], side) => ({
      name,
      seconds: median(runs.map(({ seconds }) => seconds)),
      cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
      ...meanOf(qualities[side]!),
    }));
    const cpuRatio = median(ours.map(({ cpuSeconds }, turn) => cpuSeconds / theirs[turn]!.cpuSeconds));
    const line = ({ name, seconds, cpuSeconds, recall, ndcg, ndcgSpread }: NonNullable<typeof vitrine>) =>
      `${name}  ${seconds.toFixed(1)} s, cpu ${cpuSeconds.toFixed(1)} s  recall@20 ${recall.toFixed(4)}  ndcg@20 ${ndcg.toFixed(4)} ± ${ndcgSpread.toFixed(4)}`;
    const lines = [
      `WARP, ${taken.columns.length} pairs, d = ${dimensions}, ${epochs} epochs, one thread, ${ours.length} seeds`,
      line(vitrine!),
      line(lightfm!),
      `vitrine / lightfm: ${cpuRatio.toFixed(2)} of its cpu time`,
    ];
    const report = { dimensions, epochs, turns: ours.length, ours: vitrine, theirs: lightfm, cpuRatio, lines };
    process.stdout.write(values.json ? JSON.stringify(report) : `${lines.join('\n')}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function whatIsMissing(): Promise<string | undefined> {
  try {
    await promisify(execFile)(python, ['-P', '-c', 'import lightfm, scipy']);
  } catch {
    return 'bench/peers/.venv has no Python with lightfm-next and scipy';
  }
  for (const file of values.ratings ? [values.ratings] : [values.train, values.test])
    try {
      await access(file);
    } catch {
      return `no ${file}`;
    }
  return undefined;
}

/** Lines of "user item item ...": the distinct items of each user, ascending. */
async function readPairs(file: string): Promise<number[][]> {
  const rows: number[][] = [];
  for (const line of gunzipSync(await readFile(file))
    .toString('utf8')
    .trim()
    .split('\n')) {
    const [user, ...items] = line.trim().split(/\s+/).map(Number);
    rows[user!] = [...new Set(items)].sort((a, b) => a - b);
  }
  return Array.from(rows, (row) => row ?? []);
}

/** A row is userId,movieId,...: a fifth of each user's movies, drawn, is the test. Both are numbered in the order of the file. */
async function splitRatings(file: string): Promise<{ train: number[][]; test: number[][] }> {
  const numbers = new Map<string, number>();
  const users = new Map<string, number[]>();
  for (const line of gunzipSync(await readFile(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1)) {
    const [user, item] = line.split(',') as [string, string];
    if (!numbers.has(item)) numbers.set(item, numbers.size);
    if (!users.has(user)) users.set(user, []);
    users.get(user)!.push(numbers.get(item)!);
  }
  const random = new Random(1, 'ratings');
  const drawn = Array.from(users.values(), (items) => random.shuffle(items));
  const part = (from: number, to: number) =>
    drawn.map((items) => items.slice(items.length * from, items.length * to).sort((a, b) => a - b));
  return { train: part(0.2, 1), test: part(0, 0.2) };
}

function rowsOf(lists: readonly number[][]): Rows {
  const offsets = new Int32Array(lists.length + 1);
  for (const [row, list] of lists.entries()) offsets[row + 1] = offsets[row]! + list.length;
  const columns = Int32Array.from(lists.flat());
  return { offsets, columns, values: new Float32Array(columns.length).fill(1) };
}

async function fitOurs(taken: Rows, items: number, seed: number): Promise<[Tables, Run]> {
  const users = taken.offsets.length - 1;
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const fitted = await fitHybrid({
    taken,
    userFeatures: identity(users),
    itemFeatures: identity(items),
    userColumns: users,
    itemColumns: items,
    dimensions,
    epochs,
    maxSampled: MAX_SAMPLED,
    rate: RATE,
    seed,
    progress() {},
  });
  const { user, system } = process.cpuUsage(cpu);
  const run = { seconds: (performance.now() - wall) / 1000, cpuSeconds: (user + system) / 1e6 };
  return [{ users: fitted.users.vectors, vectors: fitted.items.vectors, biases: fitted.items.biases }, run];
}

async function fitTheirs(folder: string, seed: number): Promise<[Tables, Run]> {
  // -P: the script's own folder is no place to find packages in.
  const given = ['-P', join(here, 'warp.py'), folder, dimensions, epochs, RATE, MAX_SAMPLED, seed].map(String);
  const { stdout } = await promisify(execFile)(python, given);
  const read = async (name: string) => {
    const bytes = await readFile(join(folder, name));
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  const [users, vectors, biases] = [await read('users.f32'), await read('vectors.f32'), await read('biases.f32')];
  return [{ users, vectors, biases }, JSON.parse(stdout) as Run];
}

/** Over users with a test item, every n-th of them, every item ranked but those of training. */
function measure({ users, vectors, biases }: Tables, train: number[][], test: number[][]): Quality {
  const scores = new Float64Array(biases.length);
  let [recall, ndcg, count] = [0, 0, 0];
  const stride = Math.ceil(test.length / MEASURED);
  test.forEach((relevant, user) => {
    if (relevant.length === 0 || user % stride > 0) return;
    for (let item = 0; item < scores.length; item++) {
      let sum = biases[item]!;
      for (let d = 0; d < dimensions; d++) sum += users[user * dimensions + d]! * vectors[item * dimensions + d]!;
      scores[item] = sum;
    }
    for (const item of train[user]!) scores[item] = Number.NEGATIVE_INFINITY;
    const measured = listMetrics(best(scores, CUTOFF), new Set(relevant), CUTOFF);
    recall += measured.recall;
    ndcg += measured.ndcg;
    count++;
  });
  return { recall: recall / count, ndcg: ndcg / count };
}

/** Means over the seeds, and the standard deviation of one seed's nDCG. */
function meanOf(qualities: readonly Quality[]): Quality & { ndcgSpread: number } {
  const mean = (of: (quality: Quality) => number) =>
    qualities.reduce((sum, one) => sum + of(one), 0) / qualities.length;
  const ndcg = mean((one) => one.ndcg);
  return { recall: mean((one) => one.recall), ndcg, ndcgSpread: Math.sqrt(mean((one) => (one.ndcg - ndcg) ** 2)) };
}

/** The places of the highest scores, best first. */
function best(scores: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let item = 0; item < scores.length; item++) {
    if (found.length === count && !(scores[item]! > scores[found.at(-1)!]!)) continue;
    let at = found.length;
    while (at > 0 && scores[item]! > scores[found[at - 1]!]!) at--;
    found.splice(at, 0, item);
    if (found.length > count) found.pop();
  }
  return found;
}

function median(of: number[]): number {
  return [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)]!;
}
