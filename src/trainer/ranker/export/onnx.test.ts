import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calibrate } from '../../../engine/ranking/calibrate.ts';
import { marginOf, type TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { importOwn } from '../import/onnx.ts';
import { readOnnxGraph } from '../import/onnxGraph.ts';
import { FOREST, ROWS, rowsOf, trained } from './export.test-support.ts';
import { exportOnnx } from './onnx.ts';

const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm');
env.wasm.numThreads = 1;

const predictionOf = ({ link, slope }: TreeEnsemble, margin: number) =>
  link === 'logistic' ? calibrate({ slope, intercept: 0 }, margin) : margin;

it('reads back to the same predictions, leaves as float32', () => {
  fc.assert(
    fc.property(
      trained.chain((ensemble) => fc.tuple(fc.constant(ensemble), rowsOf(ensemble.inputs))),
      ([ensemble, rows]) => {
        const read = importOwn(readOnnxGraph(exportOnnx(ensemble)))!;
        expect(read.inputs).toBe(ensemble.inputs);
        const own = (read.model as { ensemble: TreeEnsemble }).ensemble;
        const size = ensemble.trees.reduce(
          (sum, { leaves }) => sum + Math.max(...leaves.map(Math.abs)),
          Math.abs(ensemble.base),
        );
        for (const row of rows) {
          const expected = predictionOf(ensemble, marginOf(ensemble, row));
          expect(Math.abs(predictionOf(own, marginOf(own, row)) - expected)).toBeLessThanOrEqual(
            1e-6 * Math.max(1, size),
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});

const identity: TreeEnsemble = { ...FOREST, link: 'identity', slope: 1 };
const noSets: TreeEnsemble = { ...FOREST, trees: FOREST.trees.slice(1) };

const [first, ...others] = FOREST.trees;
const emptySet: TreeEnsemble = {
  ...FOREST,
  trees: [{ ...first!, sets: [Uint32Array.of(0), first!.sets[1]!] }, ...others],
};

it.each<[string, TreeEnsemble]>([
  ['a prediction of an empty set, which it would refuse', emptySet],
  ['a prediction of categories', FOREST],
  ['a margin of categories', identity],
  ['a prediction of numbers', noSets],
  ['a margin of numbers without a base', { ...noSets, base: 0, link: 'identity', slope: 1 }],
])('onnxruntime-web answers with %s', async (_, ensemble) => {
  const session = await InferenceSession.create(exportOnnx(ensemble), { executionProviders: ['wasm'] });
  expect([...session.inputNames, ...session.outputNames]).toEqual(['rows', 'scores']);
  const rows = new Tensor('float32', Float32Array.from(ROWS.flat()), [ROWS.length, 3]);
  const { scores } = await session.run({ rows });
  expect(scores!.dims).toEqual([ROWS.length, 1]);
  ROWS.forEach((row, r) => {
    const expected = predictionOf(ensemble, marginOf(ensemble, row));
    expect(Math.abs((scores!.data[r] as number) - expected), JSON.stringify(row)).toBeLessThan(1e-6);
  });
});
