import { describe, expect, it } from 'vitest';
import { int, model, node, tensor } from '../export/onnxModel.ts';
import { readOnnxDense } from './onnxDense.ts';
import { readOnnxGraph } from './onnxGraph.ts';

const W = tensor(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], 'w');
const TURNED = tensor(Float32Array.of(1, 4, 2, 5, 3, 6), [3, 2], 'turned');
const B = tensor(Float32Array.of(7, 8), [2], 'b');
const V = tensor(Float32Array.of(1, -1), [2, 1], 'v');
const ONE = tensor(Float32Array.of(0.5), [1], 'one');
const NAN = tensor(Float32Array.of(1, Number.NaN), [2, 1], 'nan');

const read = (...nodes: Uint8Array[]) => readOnnxDense(readOnnxGraph(model(nodes, [W, TURNED, B, V, ONE, NAN], 3, 0)));
const gemm = (from: string, to: string, weights = 'w') =>
  node('Gemm', [from, weights, 'b'], to, weights === 'w' ? [int('transB', 1)] : []);
const last = (from: string, to = 'scores') => node('MatMul', [from, 'v'], to);
const relu = (from: string, to: string) => node('Relu', [from], to);

const EXPECTED = {
  inputs: 3,
  model: {
    kind: 'dense',
    layers: [
      { weights: Float32Array.of(1, 2, 3, 4, 5, 6), bias: Float32Array.of(7, 8) },
      { weights: Float32Array.of(1, -1), bias: Float32Array.of(0) },
    ],
    link: 'identity',
    slope: 1,
  },
};

describe('reads the same layers', () => {
  it.each<[string, Uint8Array[]]>([
    ['Gemm turned', [gemm('rows', 'a'), relu('a', 'c'), last('c')]],
    ['Gemm as it is', [gemm('rows', 'a', 'turned'), relu('a', 'c'), last('c')]],
    [
      'MatMul and Add',
      [node('MatMul', ['rows', 'turned'], 'm'), node('Add', ['b', 'm'], 'a'), relu('a', 'c'), last('c')],
    ],
    [
      'with casts ahead and a reshape behind',
      [
        node('Cast', ['rows'], 'r', [int('to', 1)]),
        gemm('r', 'a'),
        relu('a', 'c'),
        last('c', 's'),
        node('Reshape', ['s', 'one'], 'scores'),
      ],
    ],
  ])('%s', (_, nodes) => expect(read(...nodes)).toEqual(EXPECTED));
});

it('adds one number to all, and is linked by a Sigmoid', () => {
  const found = read(
    gemm('rows', 'a'),
    relu('a', 'c'),
    last('c', 'm'),
    node('Add', ['m', 'one'], 's'),
    node('Sigmoid', ['s'], 'scores'),
  );
  expect(found!.model).toMatchObject({ link: 'logistic', layers: [{}, { bias: Float32Array.of(0.5) }] });
});

describe('leaves to onnxruntime', () => {
  it.each<[string, Uint8Array[]]>([
    ['two layers with nothing between', [gemm('rows', 'a'), last('a')]],
    ['a Relu at the end', [gemm('rows', 'a'), relu('a', 'c'), last('c', 'd'), relu('d', 'scores')]],
    ['another activation', [gemm('rows', 'a'), node('Tanh', ['a'], 'c'), last('c')]],
    ['more than one output', [gemm('rows', 'scores')]],
    ['a value that two nodes read', [gemm('rows', 'a'), relu('a', 'c'), last('c'), last('c', 'other')]],
    ['a node that leads nowhere', [gemm('rows', 'a'), relu('a', 'c'), last('c'), relu('w', 'other')]],
    ['a circle', [gemm('x', 'a'), relu('a', 'x')]],
    ['weights that are no constant', [gemm('rows', 'a', 'elsewhere')]],
    ['weights that do not fit', [last('rows', 'a'), relu('a', 'c'), last('c')]],
    ['nothing but the rows', [node('Identity', ['rows'], 'scores')]],
  ])('%s', (_, nodes) => expect(read(...nodes)).toBeUndefined());
});

it('refuses weights that are no number', () => {
  expect(() => read(gemm('rows', 'a'), relu('a', 'c'), node('MatMul', ['c', 'nan'], 'scores'))).toThrow(
    expect.objectContaining({ code: 'RANKER_INVALID' }),
  );
});
