import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import type { PackedBundle } from '../src/engine/bundle/write.ts';
import { createBitmap } from '../src/engine/candidates/bitmap.ts';
import {
  createEngine,
  createWasmKernels,
  type Engine,
  type Interaction,
  type Kernels,
  loadLater,
  openBundle,
} from '../src/engine/index.ts';
import { readListBundle } from '../src/engine/lists/listBundle.ts';
import { openPacked } from '../src/trainer/bundle.ts';
import { sha256 } from '../src/trainer/digest.ts';
import { packLists } from '../src/trainer/lists/pack.ts';
import { Random } from '../src/trainer/random.ts';
import type { ReadChunk } from '../src/worker/lists/fetchChunk.ts';
import { createListHost, type ListOptions } from '../src/worker/lists/listHost.ts';
import { idOf, syntheticBundle } from './syntheticBundle.ts';
import { type SyntheticVectors, syntheticVectors } from './syntheticVectors.ts';

// `npx tsx bench/lists.ts [--items 1000000] [--shoppers 20] [--events 12] [--write]`: what a page fetches of a catalogue in lists, as
// JSON; `--write` puts the table into docs/lists.md.

/** What a page fetched and found, over all sessions. Bytes as they are stored: ranges travel without compression. */
export interface ListFigures {
  items: number;
  head: number;
  lists: number;
  probes: number;
  /** Before the first shelf: the manifest and the sections that load first. */
  firstBytes: number;
  /** The same as a host sends them compressed (brotli, quality 9). */
  firstBytesBrotli: number;
  /** The head's display texts, fetched after the first shelf. */
  displayBytes: number;
  variants: Record<string, VariantFigures>;
}

export interface VariantFigures {
  /** Per event: what the next shelf fetched, prefetch and cover included. */
  eventBytes: { first: number; median: number; p90: number; mean: number };
  /** Per event: texts of the 12 items shown, on top. */
  drawBytes: { median: number; p90: number };
  /** Share of the exact 20 best of the whole catalogue that the shipped lists gave. */
  recallAt20: number;
  /** From the event to the shelf, without the network, ms. */
  answerMs: { median: number; p90: number };
}

let module: WebAssembly.Module | undefined;

/** New kernels of one module, read once: a build meanwhile must not change what a run measures. */
async function loadKernels(): Promise<Kernels> {
  module ??= new WebAssembly.Module(await readFile(new URL('../src/engine/kernels/kernels.wasm', import.meta.url)));
  const kernels = createWasmKernels(module);
  if (!kernels) throw new Error('kernels.wasm does not run here: npm run build:kernels');
  return kernels;
}

interface Session {
  log: Interaction[];
}

const NEWEST = 1_767_225_600_000;
const SHOWN = 12;
const TOP = 20;

export interface ListBenchOptions {
  items?: number;
  shoppers?: number;
  events?: number;
  head?: number;
  listItems?: number;
  say?: (text: string) => void;
}

/**
 * A made-up catalogue (bench/syntheticVectors.ts: departments, kinds within them, norms that fall with popularity) in lists, and
 * sessions replayed through the worker's own list host, each with an empty cache. Shoppers follow two or three kinds, taking from
 * them by Zipf's law (exponent 1) of popularity; one event in ten an interest gives way to another, and 15 % of events
 * are anything popular.
 */
export async function measureLists(options: ListBenchOptions = {}): Promise<ListFigures> {
  const { items = 1_000_000, shoppers = 20, events = 12, say = () => {} } = options;
  // Before anything long: kernels and the code around them are then of one build.
  await loadKernels();
  const vectors = syntheticVectors(items);
  say('catalogue made');
  const { packed, sessions, exact } = await prepare(vectors, shoppers, events, options);
  say('packed');
  const bundle = await openBundle(async (file) => packed.files.get(file)!, sha256);
  const kernels = await loadKernels();
  const lists = readListBundle(bundle, kernels)!;
  const entries = packed.manifest.sections;
  const bytesOf = (load: string) =>
    entries.filter((entry) => entry.load === load).map(({ file }) => packed.files.get(file)!);
  const first = [packed.files.get('manifest.json')!, ...bytesOf('first')];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const variants: ListFigures['variants'] = {};
  const settings: Record<string, ListOptions> = {
    'as shipped': {},
    'no prefetch': { prefetch: 0 },
    'cover 2': { prefetch: 0, cover: 2 },
  };
  for (const [name, setting] of Object.entries(settings)) {
    variants[name] = await replay(packed, lists.bundle, sessions, exact, setting);
    say(`${name} ${JSON.stringify(variants[name])}`);
  }
  return {
    items,
    head: bundle.catalogue.size,
    lists: lists.lists,
    probes: lists.probes,
    firstBytes: sum(first.map(({ length }) => length)),
    firstBytesBrotli: sum(
      first.map((bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length),
    ),
    displayBytes: sum(bytesOf('later').map(({ length }) => length)),
    variants,
  };
}

async function prepare(vectors: SyntheticVectors, shoppers: number, events: number, options: ListBenchOptions) {
  const { say = () => {} } = options;
  const source = await syntheticBundle(vectors);
  const whole = await openPacked(source);
  await loadLater(whole, async (file) => source.files.get(file)!, sha256);
  const kernels = await loadKernels();
  const engine = createEngine(whole, kernels);
  const vectorOf = (log: Interaction[]) => engine.sources.factors!.userVector(engine.readProfile(log))!;
  const learned = sessionsOf(vectors, 100, events, 'training').map(({ log }) => vectorOf(log));
  say('sessions made');
  const packed = await packLists(whole, {
    packing: 'ranges',
    kernels,
    vectors: learned,
    ...(options.head === undefined ? {} : { head: options.head }),
    ...(options.listItems === undefined ? {} : { listItems: options.listItems }),
  });
  const sessions = sessionsOf(vectors, shoppers, events, 'replay');
  const exact = new Map<Interaction[], string[][]>();
  for (const { log } of sessions)
    exact.set(
      log,
      log.map((_, event) => bestOf(engine, log.slice(0, event + 1))),
    );
  return { packed, sessions, exact };
}

/** Ids of the TOP best of all items by taste. */
function bestOf(engine: Engine, log: readonly Interaction[]): string[] {
  const { catalogue } = engine.bundle;
  const answer = engine.sources.factors!.ask(engine.readProfile(log))!;
  return answer.candidates(TOP, createBitmap(catalogue.size, true)).map(({ item }) => catalogue.ids[item]!);
}

async function replay(
  packed: PackedBundle,
  head: Engine['bundle'],
  sessions: readonly Session[],
  exact: ReadonlyMap<Interaction[], string[][]>,
  options: ListOptions,
): Promise<VariantFigures> {
  const perEvent: number[] = [];
  const firstEvents: number[] = [];
  const draws: number[] = [];
  const times: number[] = [];
  let found = 0;
  let wanted = 0;
  for (const { log } of sessions) {
    let bytes = 0;
    const read: ReadChunk = async ({ file, range }) => {
      const all = packed.files.get(file)!;
      const part = range ? all.slice(range.offset, range.offset + range.bytes) : all;
      bytes += part.length;
      return part;
    };
    const host = createListHost(
      readListBundle(head, await loadKernels())!,
      { read, digest: sha256, kernels: loadKernels, createEngine, clock: () => performance.now(), saveData: false },
      { waitMs: 60_000, ...options },
    );
    for (let event = 0; event < log.length; event++) {
      const known = log.slice(0, event + 1);
      const before = bytes;
      const start = performance.now();
      const { engine } = await host.prepare(known, {});
      const shelf = engine.recommend(known, { k: SHOWN });
      times.push(performance.now() - start);
      // What is fetched ahead starts after the answer.
      await new Promise((resolve) => setTimeout(resolve, 20));
      (event === 0 ? firstEvents : perEvent).push(bytes - before);
      const got = new Set(bestOf(engine, known));
      for (const id of exact.get(log)![event]!) {
        wanted++;
        if (got.has(id)) found++;
      }
      const beforeDrawing = bytes;
      await host.display(shelf.items.map(({ itemId }) => itemId));
      draws.push(bytes - beforeDrawing);
    }
  }
  const all = [...firstEvents, ...perEvent];
  return {
    eventBytes: {
      first: quantile(firstEvents, 0.5),
      median: quantile(all, 0.5),
      p90: quantile(all, 0.9),
      mean: Math.round(all.reduce((total, value) => total + value, 0) / all.length),
    },
    drawBytes: { median: quantile(draws, 0.5), p90: quantile(draws, 0.9) },
    recallAt20: found / wanted,
    answerMs: { median: quantile(times, 0.5), p90: quantile(times, 0.9) },
  };
}

function sessionsOf({ leaf, leaves }: SyntheticVectors, count: number, length: number, stream: string): Session[] {
  const random = new Random(1, `lists ${stream}`);
  const members: number[][] = Array.from({ length: leaves }, () => []);
  leaf.forEach((number, item) => {
    members[number]!.push(item);
  });
  // Log-uniform ranks are Zipf's law with exponent 1.
  const zipf = (size: number) => Math.min(size - 1, Math.floor(Math.exp(random.next() * Math.log(size + 1))) - 1);
  return Array.from({ length: count }, () => {
    const interests = Array.from({ length: 2 + random.below(2) }, () => leaf[zipf(leaf.length)]!);
    const log = Array.from({ length }, (_, event): Interaction => {
      if (random.chance(0.1)) interests[random.below(interests.length)] = leaf[zipf(leaf.length)]!;
      const own = members[random.pick(interests)]!;
      const item = random.chance(0.15) ? zipf(leaf.length) : own[zipf(own.length)]!;
      return {
        itemId: idOf(item),
        event: random.chance(0.2) ? 'add_to_cart' : 'view_item',
        timestamp: NEWEST + event * 60_000,
      };
    });
    return { log };
  });
}

/** The figures as the table of docs/lists.md. */
export function tableOf(figures: ListFigures): string {
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(bytes < 99_500 ? 1 : 0)} kB`;
  const rows = Object.entries(figures.variants).map(
    ([name, { eventBytes, drawBytes, recallAt20 }]) =>
      `| ${name} | ${[eventBytes.first, eventBytes.median, eventBytes.p90, eventBytes.mean, drawBytes.median].map(kb).join(' | ')} | ${recallAt20.toFixed(3)} |`,
  );
  return [
    `${figures.items.toLocaleString('en-GB')} items: a head of ${figures.head.toLocaleString('en-GB')}, ${figures.lists.toLocaleString('en-GB')} lists, ${figures.probes} of them a request. Before the first shelf ${kb(figures.firstBytes)} (${kb(figures.firstBytesBrotli)} brotli); the head's texts, after it, ${kb(figures.displayBytes)}.`,
    '',
    '| | first event | event, median | 90 % of events below | mean | to draw 12, median | recall@20 |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

async function writeTable(figures: ListFigures): Promise<void> {
  const file = fileURLToPath(new URL('../docs/lists.md', import.meta.url));
  const text = await readFile(file, 'utf8');
  const between = /(<!-- bench:lists -->\n)[\s\S]*?(<!-- \/bench:lists -->)/;
  if (!between.test(text)) throw new Error(`${file} has no place for the figures`);
  await writeFile(
    file,
    text.replace(between, (_, start, end) => `${start}${tableOf(figures)}\n${end}`),
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      items: { type: 'string', default: '1000000' },
      shoppers: { type: 'string', default: '20' },
      events: { type: 'string', default: '12' },
      head: { type: 'string' },
      'list-items': { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const started = performance.now();
  const figures = await measureLists({
    items: Number(values.items),
    shoppers: Number(values.shoppers),
    events: Number(values.events),
    ...(values.head ? { head: Number(values.head) } : {}),
    ...(values['list-items'] ? { listItems: Number(values['list-items']) } : {}),
    say: (text) => console.error(`${((performance.now() - started) / 1000).toFixed(0)} s: ${text}`),
  });
  console.log(JSON.stringify(figures, null, 2));
  if (values.write) await writeTable(figures);
}
