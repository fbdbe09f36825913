import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../engine/ranking/calibrate.ts';
import { marginOf } from '../../../engine/ranking/trees/ensemble.ts';
import { importOnnx, importOwn } from './onnx.ts';
import { readOnnxGraph } from './onnxGraph.ts';
import { expectParity, fixture, modelsOf, parity, rowsOf } from './parity.test-support.ts';

const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm');
env.wasm.numThreads = 1;

/** What onnxruntime-web answers, the last number of each row: a score, or the second class's. */
async function runtimeAnswers(model: Uint8Array, rows: readonly Float32Array[]): Promise<number[]> {
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 4 });
  const width = rows[0]!.length;
  const input = new Tensor('float32', Float32Array.from(rows.flatMap((row) => [...row])), [rows.length, width]);
  const output = (await session.run({ [session.inputNames[0]!]: input }))[session.outputNames.at(-1)!]!;
  const data = output.data as Float32Array;
  const columns = data.length / rows.length;
  return rows.map((_, r) => data[r * columns + columns - 1]!);
}

const TREES = modelsOf('onnx-').filter((name) => !/mlp|tanh|torch/.test(name));

describe('trees', () => {
  it.each(TREES)('%s answers as the library that trained it', async (name) => {
    const imported = await importOnnx(fixture(parity.models[name]!.file));
    expectParity(name, imported);
    expect(imported).toMatchObject({ features: undefined, notes: [] });
  });

  it.each(TREES.filter((name) => name !== 'onnx-lightgbm-zipmap'))('%s answers as onnxruntime-web', async (name) => {
    const bytes = fixture(parity.models[name]!.file);
    const { model } = await importOnnx(bytes);
    if (model.kind !== 'trees') throw new Error(model.kind);
    const { link } = model.ensemble;
    // Two columns are not six: the others are asked with missing values too.
    const rows = [...rowsOf(parity.models[name]!.rows), ...(model.ensemble.inputs === 6 ? rowsOf('finite') : [])];
    const answers = await runtimeAnswers(bytes, rows);
    rows.forEach((row, r) => {
      const margin = marginOf(model.ensemble, row);
      const own = link === 'logistic' ? calibrate({ slope: 1, intercept: 0 }, margin) : margin;
      expect(Math.abs(own - answers[r]!), `row ${r}`).toBeLessThan(1e-6);
    });
  });
});

describe('nets', () => {
  it.each(['onnx-mlp', 'onnx-torch'])('%s become dense layers', async (name) => {
    const { model, inputs, notes } = await importOnnx(fixture(parity.models[name]!.file));
    if (model.kind !== 'dense') throw new Error(model.kind);
    expect({ inputs, notes }).toEqual({ inputs: 6, notes: ['a missing value counts as 0'] });
    expect(model.link).toBe(name === 'onnx-torch' ? 'logistic' : 'identity');
    rowsOf('full').forEach((row, r) => {
      let values = [...row];
      model.layers.forEach(({ weights, bias }, layer) => {
        values = Array.from(bias, (own, o) =>
          values.reduce((sum, x, i) => sum + x * weights[o * values.length + i]!, own),
        );
        if (layer < model.layers.length - 1) values = values.map((x) => Math.max(0, x));
      });
      const margin = parity.models[name]!.margins[r]!;
      expect(Math.abs(values[0]! - margin)).toBeLessThan(1e-6 * Math.max(1, Math.abs(margin)));
    });
  });

  it('what is neither stays as it is, but for the names that serving asks by', async () => {
    const bytes = fixture('onnx-tanh.onnx');
    const { model, inputs } = await importOnnx(bytes);
    if (model.kind !== 'onnx') throw new Error(model.kind);
    expect(inputs).toBe(6);
    const { inputNames, outputNames } = await InferenceSession.create(model.model, { executionProviders: ['wasm'] });
    expect([...inputNames, ...outputNames]).toEqual(['rows', 'scores']);
    const answers = await runtimeAnswers(model.model, rowsOf('full'));
    expect(answers).toEqual(await runtimeAnswers(bytes, rowsOf('full')));
    answers.forEach((answer, r) => {
      expect(answer).toBeCloseTo(parity.models['onnx-tanh']!.margins[r]!, 4);
    });
  });
});

/** The file with a word in place of another as long. */
function withWord(file: string, from: string, to: string): Uint8Array {
  const bytes = fixture(file);
  const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const text = String.fromCharCode(...bytes);
  if (from.length !== to.length || !text.includes(from)) throw new Error(`${file}: ${from}`);
  return latin(text.replace(from, to));
}

describe('refuses', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'RANKER_INVALID'],
    ['text', new TextEncoder().encode('tree\nversion=v4'), 'RANKER_INVALID'],
    ['a model of two outputs', fixture('onnx-classes.onnx'), 'RANKER_UNSUPPORTED'],
    ['another mode', withWord('onnx-modes.onnx', 'BRANCH_NEQ', 'BRANCH_XOR'), 'RANKER_UNSUPPORTED'],
    ['another link', withWord('onnx-histogram.onnx', 'LOGISTIC', 'SOFTMAX_'), 'RANKER_UNSUPPORTED'],
    ['a list that is not there', withWord('onnx-modes.onnx', 'nodes_modes', 'nodes_moods'), 'RANKER_INVALID'],
    ['trees that are not there', withWord('onnx-modes.onnx', 'nodes_treeids', 'nodes_treeide'), 'RANKER_INVALID'],
    ['an operator that nobody has', withWord('onnx-torch.onnx', 'Relu', 'Rely'), 'RANKER_UNSUPPORTED'],
  ])('%s', async (_, bytes, code) => {
    await expect(importOnnx(bytes)).rejects.toMatchObject({ code });
  });

  it('a model that was cut anywhere', () => {
    for (const name of ['onnx-ensemble', 'onnx-forest', 'onnx-torch']) {
      const bytes = fixture(`${name}.onnx`);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: bytes.length - 40 }), (length) => {
          expect(() => importOwn(readOnnxGraph(bytes.subarray(0, length)))).toThrow(
            expect.objectContaining({ code: 'RANKER_INVALID' }),
          );
        }),
        { numRuns: 50 },
      );
    }
  });
});
