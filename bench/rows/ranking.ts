import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { exportDense } from '../../src/trainer/ranker/export/dense.ts';
import { exportOnnx } from '../../src/trainer/ranker/export/onnx.ts';
import { bundleEntry } from '../hosts/bundle.ts';
import { openServer } from '../hosts/server.ts';
import { startWorker } from '../hosts/startWorker.ts';
import { interleave, ratioOf, spreadOf } from '../measure.ts';
import { prepareForest, randomLayers } from '../ranking/models.ts';
import { INPUTS, syntheticRows } from '../ranking/rows.ts';
import type { RankingSpec } from '../ranking/subject.ts';
import type { Effort, Row } from './row.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ORT = join(ROOT, 'node_modules/onnxruntime-web/dist');
const CANDIDATES = 200;
const QUESTIONS = 16;
const VARIANTS = ['wasm', 'js', 'onnxruntime-web'].flatMap((by) => [`trees ${by}`, `dense ${by}`]);

/** A forest and a small net on 200 candidates, by our kernels and by onnxruntime-web in the same worker, and the forest's bytes. */
export async function measureRanking(browser: Browser, effort: Effort): Promise<Row[]> {
  const { section, bytes, forest } = await prepareForest();
  const layers = randomLayers();
  const server = await openServer();
  const files: Record<string, Uint8Array | string> = {
    '/index.html': '<!doctype html><title>Bench</title>',
    '/subject.js': await bundleEntry('../ranking/subject.ts'),
    '/trees.wasm': await readFile(join(ROOT, 'src/engine/kernels/trees/trees.wasm')),
    '/section.json': JSON.stringify(section),
    '/ranker.bin': bytes,
    '/layers.json': JSON.stringify(layers.map(({ weights, bias }) => ({ weights: [...weights], bias: [...bias] }))),
    '/forest.onnx': exportOnnx({ ...forest, link: 'identity' }),
    '/dense.onnx': exportDense({ kind: 'dense', layers, link: 'identity', slope: 1 }),
    '/columns.f32': columnsByQuestion(),
    '/ort.js': await readFile(join(ORT, 'ort.wasm.min.mjs')),
    '/ort-wasm.js': await readFile(join(ORT, 'ort-wasm-simd-threaded.mjs')),
    '/ort.wasm': await readFile(join(ORT, 'ort-wasm-simd-threaded.wasm')),
  };
  for (const [path, body] of Object.entries(files)) server.files.set(path, body);
  const page = await browser.newPage();
  try {
    const worker = await startWorker(page, server.origin);
    type Global = { subject: typeof import('../ranking/subject.ts').subject };
    const spec: RankingSpec = { questions: QUESTIONS, rows: CANDIDATES, inputs: INPUTS };
    const facts = await worker.evaluate((given) => (globalThis as unknown as Global).subject.open(given), spec);
    for (const [name, difference] of Object.entries(facts))
      if (!(difference < 1e-5)) throw new Error(`${name} differs by ${difference}`);
    const run = (variant: string) => (n: number) =>
      worker.evaluate(([name, times]) => (globalThis as unknown as Global).subject.run(name, times), [
        variant,
        n,
      ] as const);
    const times = await interleave(Object.fromEntries(VARIANTS.map((name) => [name, run(name)])), effort);
    const speed = (model: string, what: string, reach: { ms?: number; ratio: number }): Row[] => {
      const own = VARIANTS.filter((name) => name.startsWith(model));
      const variants = Object.fromEntries(own.map((name) => [name, spreadOf(times[name]!)]));
      const common = { group: 'ranking', runtime: 'chromium' } as const;
      return [
        { ...common, what, value: variants[`${model} wasm`]!.median, unit: 'ms', reach: reach.ms, variants },
        {
          ...common,
          what: `${what}: over onnxruntime-web`,
          value: ratioOf(times[`${model} wasm`]!, times[`${model} onnxruntime-web`]!).median,
          unit: 'x',
          reach: reach.ratio,
          note: 'median over rounds of the time of one over that of the other; onnxruntime-web with SIMD, one thread, its tensors made beforehand',
        },
      ];
    };
    return [
      ...speed('trees', `${CANDIDATES} candidates x ${INPUTS} features, 300 trees x 31 leaves`, {
        ms: 0.2,
        ratio: 0.1,
      }),
      ...speed('dense', `${CANDIDATES} candidates, dense 32-64-32-1`, { ratio: 1 / 3 }),
      {
        group: 'ranking',
        what: 'bytes of 300 trees x 31 leaves, brotli',
        runtime: 'node',
        value: brotliCompressSync(bytes).length,
        unit: 'bytes',
        reach: 36_000,
        note: `${bytes.length} bytes as a reader has them; fitted by our trainer to 100k made-up rows, scores and ranks of sources, counts, rates, ages, prices (bench/ranking/rows.ts)`,
      },
    ];
  } finally {
    await page.close();
    await server.close();
  }
}

function columnsByQuestion(): Uint8Array {
  const { columns } = syntheticRows(QUESTIONS * CANDIDATES, 'candidates');
  const values = Array.from({ length: QUESTIONS }, (_, q) =>
    columns.flatMap((column) => [...column.subarray(q * CANDIDATES, (q + 1) * CANDIDATES)]),
  );
  return new Uint8Array(Float32Array.from(values.flat()).buffer);
}
