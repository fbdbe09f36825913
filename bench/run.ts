// `npm run bench [-- --quick] [--only NAME]... [--json] [--write]`: every figure the project claims about speed and size, in one run.
// --quick: fewer rounds, nothing above 100k items. --only: some of the groups. --json: the report on stdout instead of the table.
// --write: docs/bench.json and docs/benchmarks.md from this run. Needs `npm run build`. Half an hour whole, three minutes quick.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureHnsw } from './hnsw.ts';
import { launchChromium, openChromium } from './hosts/chromium.ts';
import type { Host } from './hosts/host.ts';
import { type Modules, readModules } from './hosts/modules.ts';
import { openNode } from './hosts/node.ts';
import { openWorkerd } from './hosts/workerd.ts';
import { fillBench, markdown, type PeerReport, type Report, textTable } from './report.ts';
import { measureIndex } from './rows/index.ts';
import { measureListRows } from './rows/lists.ts';
import { measurePages, measureWorkerMemory } from './rows/page.ts';
import { measureRanking } from './rows/ranking.ts';
import { measureRecommend } from './rows/recommend.ts';
import { type Effort, isMet, type Row } from './rows/row.ts';
import { measureScan } from './rows/scan.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WHOLE: Effort = { rounds: 21, batchMs: 60, singles: 1000, maxItems: 1_000_000 };
const QUICK: Effort = { rounds: 5, batchMs: 30, singles: 200, maxItems: 100_000 };

const HOSTS: ((modules: Modules) => Promise<Host>)[] = [openNode, openChromium, openWorkerd];
const IN_HOSTS = { scan: measureScan, index: measureIndex, recommend: measureRecommend };
type Browser = Awaited<ReturnType<typeof launchChromium>>;
/** Those that bring their own runtime. */
const ALONE: Record<string, (browser: Browser, effort: Effort) => Promise<Row[]>> = {
  page: measurePages,
  memory: measureWorkerMemory,
  hnsw: measureHnsw,
  lists: measureListRows,
  ranking: measureRanking,
};
const GROUPS = [...Object.keys(IN_HOSTS), ...Object.keys(ALONE)];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    json: { type: 'boolean' },
    write: { type: 'boolean' },
    only: { type: 'string', multiple: true },
  },
});
const unknown = values.only?.find((name) => !GROUPS.includes(name));
if (unknown) fail(`--only ${unknown}: the groups are ${GROUPS.join(', ')}`);
if (values.write && values.only) fail('--write with --only: the documents would lose the other groups');
for (const file of [
  'dist/browser/vitrine.js',
  'dist/browser/vitrine.worker.js',
  'src/engine/kernels/kernels.wasm',
  'src/engine/kernels/trees/trees.wasm',
])
  if (!existsSync(join(ROOT, file))) fail(`${file} is missing: npm run build comes first`);

const effort = values.quick ? QUICK : WHOLE;
const isWanted = (group: string) => !values.only || values.only.includes(group);
const load = () => loadavg()[0]! / cpus().length;
const before = load();
const rows: Row[] = [];
const failures: Report['failures'] = [];

/** One group in one runtime; what fails is said and leaves the rest standing: a run takes long. */
async function take(group: string, runtime: string, measure: () => Promise<Row[]>): Promise<void> {
  const start = performance.now();
  try {
    const found = await measure();
    rows.push(...found);
    for (const line of textTable(found).split('\n').slice(1)) console.error(line);
  } catch (error) {
    console.error(error);
    failures.push({ group, runtime, message: String((error as Error).message).split('\n')[0]! });
  }
  console.error(`${group}, ${runtime}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

const modules = await readModules();
const wanted = Object.entries(IN_HOSTS).filter(([group]) => isWanted(group));
for (const openHost of wanted.length > 0 ? HOSTS : []) {
  const host = await openHost(modules);
  for (const [group, measure] of wanted) await take(group, host.name, () => measure(host, effort));
  await host.close();
}
const browser = await launchChromium();
const chromium = browser.version();
for (const [group, measure] of Object.entries(ALONE))
  if (isWanted(group)) await take(group, 'alone', () => measure(browser, effort));
await browser.close();

const report: Report = {
  date: new Date().toISOString().slice(0, 10),
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.versions.node,
    chromium,
    workerd: workerdVersion(),
  },
  load: { before, after: load() },
  rows: rows.map((row) => ({ ...row, isMet: isMet(row) })),
  failures,
};
await mkdir(join(ROOT, 'bench/results'), { recursive: true });
const json = `${JSON.stringify(report, null, 2)}\n`;
await writeFile(join(ROOT, `bench/results/${new Date().toISOString().replaceAll(':', '')}.json`), json);
if (values.write) {
  await writeFile(join(ROOT, 'docs/bench.json'), json);
  await writeFile(join(ROOT, 'docs/benchmarks.md'), markdown(report, await readPeers()));
  for (const file of ['README.md', 'docs/index-choice.md'])
    if (existsSync(join(ROOT, file)))
      await writeFile(join(ROOT, file), fillBench(await readFile(join(ROOT, file), 'utf8'), report));
}
process.stdout.write(values.json ? json : `${textTable(rows)}\n`);
for (const { group, runtime, message } of failures) console.error(`not measured: ${group}, ${runtime}: ${message}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function readPeers(): Promise<PeerReport | undefined> {
  const file = join(ROOT, 'docs/bench-peers.json');
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as PeerReport) : undefined;
}

function workerdVersion(): string {
  return execFileSync(join(ROOT, 'node_modules/workerd/bin/workerd'), ['--version'], { encoding: 'utf8' }).trim();
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
