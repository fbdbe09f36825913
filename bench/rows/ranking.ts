import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { createTreeScorer } from '../../src/engine/kernels/trees/createTreeScorer.ts';
import type { TreeEnsemble } from '../../src/engine/ranking/trees/ensemble.ts';
import { exportDense } from '../../src/trainer/ranker/export/dense.ts';
import { exportOnnx } from '../../src/trainer/ranker/export/onnx.ts';
import { bundleEntry } from '../hosts/bundle.ts';
import { openServer } from '../hosts/server.ts';
import { startWorker } from '../hosts/startWorker.ts';
import { interleave, ratioOf, spreadOf } from '../measure.ts';
import { openNative } from '../peers/predict.ts';
import { prepareForest, randomLayers } from '../ranking/models.ts';
import { INPUTS, syntheticRows } from '../ranking/rows.ts';
import type { RankingSpec } from '../ranking/subject.ts';
import type { Effort, Row } from './row.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ORT = join(ROOT, 'node_modules/onnxruntime-web/dist');
const TREES = join(ROOT, 'src/engine/kernels/trees/trees.wasm');
const CANDIDATES = 200;
const QUESTIONS = 16;
const WHAT = `${CANDIDATES} candidates x ${INPUTS} features, 300 trees x 31 leaves`;
const VARIANTS = ['wasm', 'js', 'onnxruntime-web'].flatMap((by) => [`trees ${by}`, `dense ${by}`]);

/** A forest and a small net on 200 candidates, by our kernels and by onnxruntime-web in one worker; native LightGBM; the forest's bytes. */
export async function measureRanking(browser: Browser, effort: Effort): Promise<Row[]> {
  const { section, bytes, forest } = await prepareForest();
  const layers = randomLayers();
  const questions = syntheticQuestions();
  const server = await openServer();
  const files: Record<string, Uint8Array | string> = {
    '/index.html': '<!doctype html><title>Bench</title>',
    '/subject.js': await bundleEntry('../ranking/subject.ts'),
    '/trees.wasm': await readFile(TREES),
    '/section.json': JSON.stringify(section),
    '/ranker.bin': bytes,
    '/layers.json': JSON.stringify(layers.map(({ weights, bias }) => ({ weights: [...weights], bias: [...bias] }))),
    '/forest.onnx': exportOnnx({ ...forest, link: 'identity' }),
    '/dense.onnx': exportDense({ kind: 'dense', layers, link: 'identity', slope: 1 }),
    '/columns.f32': new Uint8Array(Float32Array.from(questions.flatMap((own) => [...own])).buffer),
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
    // Our twins have the same bits; others sum in float32, in an order of their own.
    for (const [name, difference] of Object.entries(facts))
      if (!(name.endsWith('onnxruntime-web') ? difference < 1e-5 : difference === 0))
        throw new Error(`${name} differs by ${difference}`);
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
      ...speed('trees', WHAT, {
        ms: 0.2,
        ratio: 0.1,
      }),
      ...(await measureNative(forest, questions, effort)),
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

/** The forest in Node and in a Python process with native LightGBM, taking turns. No row where there is no such Python. */
async function measureNative(forest: TreeEnsemble, questions: readonly Float32Array[], effort: Effort): Promise<Row[]> {
  const byRow = questions.map((own) =>
    Float32Array.from(own, (_, i) => own[(i % INPUTS) * CANDIDATES + Math.floor(i / INPUTS)]!),
  );
  const native = await openNative(forest, byRow, CANDIDATES);
  if (!native) return [];
  try {
    const scorer = createTreeScorer(new WebAssembly.Module(await readFile(TREES)), forest);
    const expected = await native.margins();
    const differs = scorer
      .run(questions[0]!, CANDIDATES, CANDIDATES)
      .some((margin, d) => !(Math.abs(margin - expected[d]!) < 1e-6));
    if (differs || scorer.kind !== 'wasm') throw new Error('the forest differs from native LightGBM');
    let turn = 0;
    const own = (n: number) => {
      const start = performance.now();
      for (let i = 0; i < n; i++) scorer.run(questions[turn++ % QUESTIONS]!, CANDIDATES, CANDIDATES);
      return performance.now() - start;
    };
    const times = await interleave({ 'trees wasm': own, 'native LightGBM': (n) => native.run(n) }, effort);
    return [
      {
        group: 'ranking',
        what: `${WHAT}: over native LightGBM`,
        runtime: 'node',
        value: ratioOf(times['trees wasm'], times['native LightGBM']).median,
        unit: 'x',
        reach: 1,
        variants: {
          'trees wasm': spreadOf(times['trees wasm']),
          'native LightGBM': spreadOf(times['native LightGBM']),
        },
        note: "Booster.predict of LightGBM 4.6 on one thread in a Python process (bench/peers/predict.py), by Python's clock, the same forest through export and the same rows",
      },
    ];
  } finally {
    await native.close();
  }
}

/** By question, column by column. */
function syntheticQuestions(): Float32Array[] {
  const { columns } = syntheticRows(QUESTIONS * CANDIDATES, 'candidates');
  return Array.from({ length: QUESTIONS }, (_, q) =>
    Float32Array.from(columns.flatMap((column) => [...column.subarray(q * CANDIDATES, (q + 1) * CANDIDATES)])),
  );
}
