import type { Graph } from '../src/worker/hnsw/graph.ts';
import { openIndexes } from './cases/index.ts';
import { recallOf } from './cases/recall.ts';
import { rowsOf } from './cases/scan.ts';

// The module worker of bench/hnsw.ts: our index and hnswlib-wasm over the same vectors, in one worker, taking turns.

const DIMENSIONS = 64;
const TOP = 100;
/** Rows given to addPoints at once; it copies them as JavaScript arrays. */
const BATCH = 1000;

/** hnswlib-wasm 0.8.2 as published, by the names that its build has. */
interface Published {
  HierarchicalNSW: new (
    space: 'ip',
    dimensions: number,
    file: '',
  ) => {
    initIndex(most: number, m: number, efConstruction: number, seed: number): void;
    addPoints(rows: Float32Array[], labels: number[], replaceDeleted: boolean): void;
    setEfSearch(ef: number): void;
    searchKnn(query: Float32Array, k: number, filter: undefined): { neighbors: number[] };
  };
}

export interface HnswSpec {
  folder: string;
  items: number;
  /** Beams that hnswlib-wasm is asked with. */
  efs: number[];
  m: number;
  efConstruction: number;
}

export interface HnswFacts {
  /** By variant: recall@100 against the float vectors' own best. */
  recall: Record<string, number>;
  /** Of our vectors and lists; of the graph's file, which hnswlib-wasm's own differs from by chance of levels only. */
  bytes: { ivf: number; graph: number };
  /** hnswlib-wasm's own addPoints; reading our file. */
  buildMs: number;
  readMs: number;
}

const read = async (path: string) => new Uint8Array(await (await fetch(path)).arrayBuffer());

/**
 * Variants: `exact`, `ivf` (ours), `hnswlib-wasm ef=N` (its own build by addPoints over the float vectors, space ip) and `our graph ef=N`
 * (the graph that training writes, searched by hnswlib-wasm).
 */
async function open(spec: HnswSpec): Promise<{ facts: HnswFacts; run(variant: string, n: number): number }> {
  const data = (name: string) => read(`/data/${spec.folder}/${name}`);
  const kernels = await WebAssembly.compile(await read('/kernels.wasm'));
  const ours = await openIndexes(
    { kind: 'index', folder: spec.folder, items: spec.items, variants: ['exact', 'ivf'] },
    {
      kernels,
      trees: kernels,
      floor: kernels,
      read: (path) => read(`/data/${path}`),
      sha256: (bytes) => crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>),
    },
  );
  const queries = rowsOf(new Float32Array((await data('queries.bin')).buffer));
  const truth = new Int32Array((await data('truth.bin')).buffer);
  const variants: Record<string, (turn: number) => unknown> = { ...ours.variants };
  const recall: Record<string, number> = { exact: ours.facts['recall exact']!, ivf: ours.facts['recall ivf']! };

  const { default: load } = (await import(/* @vite-ignore */ `${location.origin}/published.js`)) as {
    default: () => Promise<Published>;
  };
  const built = new (await load()).HierarchicalNSW('ip', DIMENSIONS, '');
  const rows = rowsOf(new Float32Array((await read(`/rows-${spec.items}.bin`)).buffer));
  const started = performance.now();
  built.initIndex(spec.items, spec.m, spec.efConstruction, 100);
  for (let from = 0; from < spec.items; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    built.addPoints(
      batch,
      batch.map((_, i) => from + i),
      false,
    );
  }
  const buildMs = performance.now() - started;

  const file = await read(`/graph-${spec.items}.bin`);
  const { openGraph } = (await import(/* @vite-ignore */ `${location.origin}/vitrine.hnsw.js`)) as {
    openGraph(bytes: Uint8Array, dimensions: number): Promise<Graph>;
  };
  const reading = performance.now();
  const graph = await openGraph(file, DIMENSIONS);
  const readMs = performance.now() - reading;

  let beam = 0;
  for (const ef of spec.efs) {
    const searches: Record<string, (query: Float32Array) => number[]> = {
      [`hnswlib-wasm ef=${ef}`]: (query) => {
        if (ef !== beam) built.setEfSearch(ef);
        beam = ef;
        return built.searchKnn(query, TOP, undefined).neighbors;
      },
      [`our graph ef=${ef}`]: (query) => graph.search(query, TOP, ef),
    };
    for (const [name, search] of Object.entries(searches)) {
      variants[name] = (turn) => search(queries[turn % queries.length]!);
      recall[name] = recallOf(queries, truth, search);
    }
  }

  let turn = 0;
  return {
    facts: { recall, bytes: { ivf: ours.facts.bytes!, graph: file.length }, buildMs, readMs },
    run(name, n) {
      const variant = variants[name]!;
      const start = performance.now();
      for (let i = 0; i < n; i++) variant(turn++);
      return performance.now() - start;
    },
  };
}

let opened: Awaited<ReturnType<typeof open>> | undefined;

export const subject = {
  async open(spec: HnswSpec): Promise<HnswFacts> {
    opened = await open(spec);
    return opened.facts;
  },
  run: (variant: string, n: number): number => opened!.run(variant, n),
};

Object.assign(globalThis, { subject });
