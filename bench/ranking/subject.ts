import { decodeSection } from '../../src/engine/bundle/section.ts';
import type { DenseLayer } from '../../src/engine/kernels/dense.ts';
import { createLayerScorer } from '../../src/engine/kernels/trees/createLayerScorer.ts';
import { createTreeScorer } from '../../src/engine/kernels/trees/createTreeScorer.ts';
import { unpackTrees } from '../../src/engine/ranking/trees/unpack.ts';

// The module worker of bench/ranking.ts: our kernels, their twins and onnxruntime-web on the same models and rows, in one worker,
// taking turns.

/** onnxruntime-web as published (onnxruntime-web/wasm). */
interface Published {
  env: { wasm: { numThreads: number; wasmPaths: { wasm: string; mjs: string } } };
  Tensor: new (type: 'float32', data: Float32Array, dims: number[]) => unknown;
  InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{ run(feeds: Record<string, unknown>): Promise<Record<string, { data: Float32Array }>> }>;
  };
}

/** Plain data: how many rows each of so many questions has. */
export interface RankingSpec {
  questions: number;
  rows: number;
  inputs: number;
}

/** By variant the largest difference from our WASM kernel, relative to the largest score. */
export type RankingFacts = Record<string, number>;

type Operation = (turn: number) => unknown;

const read = async (path: string) => new Uint8Array(await (await fetch(path)).arrayBuffer());

async function open({ questions, rows, inputs }: RankingSpec) {
  // By question, column by column.
  const columns = new Float32Array((await read('/columns.f32')).buffer);
  const all = Array.from({ length: questions }, (_, q) => columns.slice(q * inputs * rows, (q + 1) * inputs * rows));
  const byRow = all.map((own) => Float32Array.from(own, (_, i) => own[(i % inputs) * rows + Math.floor(i / inputs)]!));
  // A net has no missing values: 0 stands for them.
  const filled = byRow.map((own) => own.map((value) => (Number.isNaN(value) ? 0 : value)));

  const forest = unpackTrees(decodeSection(await (await fetch('/section.json')).json(), await read('/ranker.bin')));
  const layers = ((await (await fetch('/layers.json')).json()) as Record<keyof DenseLayer, number[]>[]).map(
    ({ weights, bias }): DenseLayer => ({ weights: Float32Array.from(weights), bias: Float32Array.from(bias) }),
  );
  const module = await WebAssembly.compile(await read('/trees.wasm'));
  const ours = {
    'trees wasm': createTreeScorer(module, forest),
    'trees js': createTreeScorer(undefined, forest),
    'dense wasm': createLayerScorer(module, layers),
    'dense js': createLayerScorer(undefined, layers),
  };
  for (const [name, { kind }] of Object.entries(ours))
    if (!name.endsWith(kind)) throw new Error(`${name} runs as ${kind}`);

  const origin = new URL('/', location.href).href;
  const { env, InferenceSession, Tensor } = (await import(/* @vite-ignore */ `${origin}ort.js`)) as Published;
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: `${origin}ort.wasm`, mjs: `${origin}ort-wasm.js` };
  const session = async (path: string, values: Float32Array[]): Promise<Operation> => {
    const opened = await InferenceSession.create(await read(path), { executionProviders: ['wasm'] });
    const tensors = values.map((own) => new Tensor('float32', own, [rows, inputs]));
    return async (turn) => (await opened.run({ rows: tensors[turn % questions] })).scores!.data;
  };

  const variants: Record<string, Operation> = {
    'trees onnxruntime-web': await session('/forest.onnx', byRow),
    'dense onnxruntime-web': await session('/dense.onnx', filled),
  };
  for (const [name, scorer] of Object.entries(ours))
    variants[name] = (turn) => scorer.run(all[turn % questions]!, rows, rows);
  const facts: RankingFacts = {};
  for (const [name, variant] of Object.entries(variants)) {
    const expected = variants[`${name.split(' ')[0]} wasm`]!(0) as ArrayLike<number>;
    const most = Array.from(expected).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const own = Array.from((await variant(0)) as ArrayLike<number>);
    facts[name] = own.reduce((max, value, row) => Math.max(max, Math.abs(value - expected[row]!) / most), 0);
  }

  let turn = 0;
  return {
    facts,
    /** Milliseconds of `n` runs. */
    async run(name: string, n: number): Promise<number> {
      const variant = variants[name]!;
      const start = performance.now();
      if (name.endsWith('onnxruntime-web')) for (let i = 0; i < n; i++) await variant(turn++);
      else for (let i = 0; i < n; i++) variant(turn++);
      return performance.now() - start;
    },
  };
}

let opened: Awaited<ReturnType<typeof open>> | undefined;

export const subject = {
  async open(spec: RankingSpec): Promise<RankingFacts> {
    opened = await open(spec);
    return opened.facts;
  },
  run: (variant: string, n: number): Promise<number> => opened!.run(variant, n),
};

Object.assign(globalThis, { subject });
