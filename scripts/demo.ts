// `npm run demo`: simulates a shop, trains its bundle, builds the demo's pages and serves them.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { build } from 'vite';
import { openFolder } from '../src/cli/folder.ts';
import { createOutput, type Output } from '../src/cli/output.ts';
import { startServer } from '../src/cli/serve.ts';
import { parseConfig, readCatalogue, readLog, trainBundle, writeBundle } from '../src/trainer/index.ts';
import { runSimulate } from '../src/trainer/simulate/index.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const simulated = join(root, '.cache/demo-shop');
const trained = join(root, 'public/models/demo');

/** One family for each table, a ranker from fewer rows than usual, and no search for its trees: the demo is there within half a minute. */
const SETTINGS = {
  models: { factors: 'als', neighbours: 'neighbours' },
  sources: ['factors', 'transitions', 'together', 'content'],
  ranker: { rows: 60_000 },
  trees: { objective: 'lambdarank', trees: 100, leaves: 15, rate: 0.08, minRows: 50, lambda: 5, inputShare: 0.5 },
};

interface DemoOptions {
  bundle?: string;
  port: number;
  out: string;
  serve: boolean;
}

/** What the page draws and the bundle does not hold; demo/shop/storefront.ts reads it. */
interface Storefront {
  pictures: Record<string, string>;
}

const program = new Command('demo')
  .description('Open the demo shop: on a simulated shop, or on any bundle')
  .option('--bundle <dir>', 'a bundle that `vitrine train` wrote; without it, a shop is simulated and trained')
  .option('--port <number>', 'TCP port; 0 takes a free one', Number, 4174)
  .option('--out <dir>', 'where the static site goes', join(root, 'dist/demo'))
  .option('--no-serve', 'only write the site');

const output = createOutput();
try {
  await openDemo(program.parse().opts<DemoOptions>(), output);
} catch (thrown) {
  output.fail(thrown);
}

async function openDemo(options: DemoOptions, { say, strong, result }: Output): Promise<void> {
  const from = performance.now();
  const modules = [
    ['assembly', 'kernels.wasm'],
    ['trees/assembly', 'trees/trees.wasm'],
  ].map(([code, module]) => [`src/engine/kernels/${code}`, join(root, 'src/engine/kernels', module!)] as const);
  if (modules.some(([code, module]) => newest(code) > timeOf(module))) await import('./build-kernels.ts');
  const bundle = options.bundle ? resolve(options.bundle) : trained;
  if (!options.bundle) await prepareBundle(output);
  const { manifest } = await openFolder(bundle);
  const site = resolve(options.out);
  const hasGraph = manifest.sections.some(({ name }) => name === 'hnsw');
  await buildSite(site, options.bundle ? shopName(bundle) : (await readShop()).name, hasGraph);
  await addBundle(site, bundle);
  say(`Ready in ${seconds(from)}.`);
  if (!options.serve) return;
  const server = await startServer(site, options.port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  result({ url }, strong(url));
  say('Ctrl-C ends it.');
}

/** Simulates and trains what is missing, or older than the code that makes it. */
async function prepareBundle({ progress, say }: Output): Promise<void> {
  const shop = join(simulated, 'shop.json');
  if (newest('src/trainer/simulate') > timeOf(shop)) {
    const from = performance.now();
    const summary = await runSimulate({ out: simulated }, progress);
    say(`Simulated ${summary.items} items and ${summary.shoppers} shoppers in ${seconds(from)}.`);
  }
  const manifest = join(trained, 'manifest.json');
  const code = Math.max(newest('src/engine'), newest('src/trainer'));
  if (Math.max(timeOf(shop), code) > timeOf(manifest)) {
    const from = performance.now();
    const log = await readLog(join(simulated, 'events.jsonl'), { format: 'ga4' }, progress);
    const { rows } = await readCatalogue(join(simulated, 'catalogue.tsv'));
    const config = parseConfig(SETTINGS);
    const { packed } = await trainBundle({ log, catalogue: rows, config, progress });
    await writeBundle(trained, packed);
    await writeFile(join(trained, 'storefront.json'), JSON.stringify(await readStorefront()));
    say(`Trained on ${log.item.length} interactions in ${seconds(from)}.`);
  }
}

/** Builds the page, the worker and what the worker may import late. */
async function buildSite(site: string, shop: string, hasGraph: boolean): Promise<void> {
  process.env.VITE_SHOP = shop.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const quiet = { logLevel: 'warn', build: { outDir: site } } as const;
  await build({ ...quiet, configFile: join(root, 'vite.demo.config.ts') });
  for (const mode of ['worker', 'models', 'lists', 'ivf', 'ranker', 'explain', 'plain', ...(hasGraph ? ['hnsw'] : [])])
    await build({ ...quiet, root, configFile: join(root, 'vite.config.ts'), mode });
}

/** Puts the bundle's files where the page looks for them: the site is then whole, for any static server. */
async function addBundle(site: string, bundle: string): Promise<void> {
  const target = join(site, 'models/shop');
  await mkdir(target, { recursive: true });
  for (const file of await readdir(bundle)) {
    if (/\.(bin|json)$/.test(file)) await cp(join(bundle, file), join(target, file));
  }
  const storefront = join(target, 'storefront.json');
  const bare: Storefront = { pictures: {} };
  if (!existsSync(storefront)) await writeFile(storefront, JSON.stringify(bare));
}

async function readShop(): Promise<{ name: string }> {
  return JSON.parse(await readFile(join(simulated, 'shop.json'), 'utf8'));
}

/** Every picture in one file: one request a picture would tell the network what is looked at. */
async function readStorefront(): Promise<Storefront> {
  const folder = join(simulated, 'pictures');
  const pictures: Record<string, string> = {};
  for (const file of (await readdir(folder)).sort()) {
    pictures[basename(file, '.svg')] = await readFile(join(folder, file), 'utf8');
  }
  return { pictures };
}

/** "runs/online-retail" -> "Online retail". */
function shopName(bundle: string): string {
  const words = basename(bundle)
    .replace(/[-_.]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Modification time of a file, ms; 0 where it is missing. */
function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Modification time of the newest source file under a folder of the checkout. */
function newest(folder: string): number {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return Math.max(0, ...sources.map((file) => timeOf(join(root, folder, file))));
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
