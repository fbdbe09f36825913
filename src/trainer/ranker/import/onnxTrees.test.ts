import { describe, expect, it } from 'vitest';
import { marginOf } from '../../../engine/ranking/trees/ensemble.ts';
import * as onnx from '../export/onnxModel.ts';
import type { ImportedRanker } from './imported.ts';
import { importOwn } from './onnx.ts';
import { readOnnxGraph } from './onnxGraph.ts';

interface Change {
  operator?: string;
  attributes?: Record<string, Uint8Array | undefined>;
  behind?: Uint8Array[];
}

/** x0 <= 0.5 ? 1 : 2, and a tree that is the leaf 4, with attributes in place of these. */
function modelOf({ operator = 'TreeEnsembleRegressor', attributes = {}, behind = [] }: Change): Uint8Array {
  const of = operator === 'TreeEnsembleClassifier' ? 'class' : 'target';
  const all: Record<string, Uint8Array | undefined> = {
    nodes_treeids: onnx.ints('nodes_treeids', [0, 0, 0, 7]),
    nodes_nodeids: onnx.ints('nodes_nodeids', [0, 1, 2, 0]),
    nodes_featureids: onnx.ints('nodes_featureids', [0, 0, 0, 0]),
    nodes_modes: onnx.texts('nodes_modes', ['BRANCH_LEQ', 'LEAF', 'LEAF', 'LEAF']),
    nodes_values: onnx.floats('nodes_values', [0.5, 0, 0, 0]),
    nodes_truenodeids: onnx.ints('nodes_truenodeids', [1, 0, 0, 0]),
    nodes_falsenodeids: onnx.ints('nodes_falsenodeids', [2, 0, 0, 0]),
    treeids: onnx.ints(`${of}_treeids`, [0, 0, 7]),
    nodeids: onnx.ints(`${of}_nodeids`, [1, 2, 0]),
    ids: onnx.ints(`${of}_ids`, [0, 0, 0]),
    weights: onnx.floats(`${of}_weights`, [1, 2, 4]),
    labels: of === 'class' ? onnx.ints('classlabels_int64s', [0, 1]) : undefined,
    ...attributes,
  };
  const given = Object.values(all).filter((one) => one !== undefined);
  return onnx.model([onnx.node(operator, ['rows'], 'sums', given), ...behind], [], 1, 3);
}

const read = (change: Change) => importOwn(readOnnxGraph(modelOf(change)));
const margins = (imported: ImportedRanker | undefined) => {
  if (imported?.model.kind !== 'trees') throw new Error('no trees');
  const { ensemble } = imported.model;
  return [0, 1, Number.NaN].map((x) => marginOf(ensemble, [x]));
};
const linkOf = (imported: ImportedRanker | undefined) => {
  if (imported?.model.kind !== 'trees') throw new Error('no trees');
  return imported.model.ensemble.link;
};

describe('a target', () => {
  it('sums, or averages, above its base', () => {
    expect(margins(read({}))).toEqual([5, 6, 6]);
    expect(margins(read({ attributes: { base: onnx.floats('base_values', [10]) } }))).toEqual([15, 16, 16]);
    expect(margins(read({ attributes: { sum: onnx.text('aggregate_function', 'AVERAGE') } }))).toEqual([2.5, 3, 3]);
  });

  it('adds weights of one leaf, and counts a leaf without as 0', () => {
    expect(margins(read({ attributes: { nodeids: onnx.ints('target_nodeids', [1, 1, 0]) } }))).toEqual([7, 4, 4]);
  });

  it('has doubles in tensors', () => {
    const weights = onnx.tensorAttribute('target_weights_as_tensor', Float32Array.of(3, 5, 0));
    expect(margins(read({ attributes: { weights } }))).toEqual([3, 5, 5]);
  });

  it('is linked by a Sigmoid behind, or by LOGISTIC, of which it says that onnxruntime does not', () => {
    expect(linkOf(read({ behind: [onnx.node('Sigmoid', ['sums'], 'scores')] }))).toBe('logistic');
    const own = read({ attributes: { link: onnx.text('post_transform', 'LOGISTIC') } });
    expect(linkOf(own)).toBe('logistic');
    expect(own!.notes).toEqual([expect.stringContaining('onnxruntime leaves it out')]);
  });

  it('is left to onnxruntime where more is done with it', () => {
    expect(read({ behind: [onnx.node('Exp', ['sums'], 'scores')] })).toBeUndefined();
  });
});

describe('classes', () => {
  const operator = 'TreeEnsembleClassifier';
  const ids = onnx.ints('class_ids', [0, 1, 1]);
  const link = (name: string) => onnx.text('post_transform', name);

  it('are two: the weights of one are the second’s', () => {
    expect(margins(read({ operator }))).toEqual([5, 6, 6]);
    const negative = onnx.floats('class_weights', [-1, 2, 4]);
    expect(linkOf(read({ operator, attributes: { weights: negative, link: link('LOGISTIC') } }))).toBe('logistic');
  });

  it('each with their own: the second’s score, or what it has over the first in SOFTMAX', () => {
    expect(margins(read({ operator, attributes: { ids } }))).toEqual([4, 6, 6]);
    const softmax = read({
      operator,
      attributes: { ids, link: link('SOFTMAX'), base: onnx.floats('base_values', [1, 3]) },
    });
    expect(margins(softmax)).toEqual([2 - 1 + 4, 2 + 2 + 4, 2 + 2 + 4]);
    expect(linkOf(softmax)).toBe('logistic');
  });

  it.each<[string, Change['attributes'], string]>([
    ['three', { labels: onnx.ints('classlabels_int64s', [0, 1, 2]) }, 'RANKER_UNSUPPORTED'],
    ['none', { labels: undefined }, 'RANKER_UNSUPPORTED'],
    ['one that is none of two', { ids: onnx.ints('class_ids', [0, 2, 0]) }, 'RANKER_INVALID'],
    ['SOFTMAX of one', { link: link('SOFTMAX') }, 'RANKER_UNSUPPORTED'],
    ['PROBIT of two', { ids, link: link('PROBIT') }, 'RANKER_UNSUPPORTED'],
    ['LOGISTIC of what onnxruntime takes for probabilities', { link: link('LOGISTIC') }, 'RANKER_UNSUPPORTED'],
  ])('%s are refused', (_, attributes, code) =>
    expect(() => read({ operator, attributes })).toThrow(expect.objectContaining({ code })),
  );
});

describe('refuses', () => {
  it.each<[string, Change['attributes'], string]>([
    ['two targets', { count: onnx.int('n_targets', 2) }, 'RANKER_UNSUPPORTED'],
    ['a target that is not there', { ids: onnx.ints('target_ids', [0, 1, 0]) }, 'RANKER_INVALID'],
    ['the least of the trees', { sum: onnx.text('aggregate_function', 'MIN') }, 'RANKER_UNSUPPORTED'],
    ['PROBIT', { link: onnx.text('post_transform', 'PROBIT') }, 'RANKER_UNSUPPORTED'],
    ['a node twice', { nodes_nodeids: onnx.ints('nodes_nodeids', [0, 1, 1, 0]) }, 'RANKER_INVALID'],
    [
      'a child that is not there',
      { nodes_falsenodeids: onnx.ints('nodes_falsenodeids', [9, 0, 0, 0]) },
      'RANKER_INVALID',
    ],
    ['a cycle', { nodes_falsenodeids: onnx.ints('nodes_falsenodeids', [0, 0, 0, 0]) }, 'RANKER_INVALID'],
    ['an input that is not there', { nodes_featureids: onnx.ints('nodes_featureids', [1, 0, 0, 0]) }, 'RANKER_INVALID'],
    ['a threshold of NaN', { nodes_values: onnx.floats('nodes_values', [Number.NaN, 0, 0, 0]) }, 'RANKER_INVALID'],
    ['a list too short', { nodes_values: onnx.floats('nodes_values', [0.5]) }, 'RANKER_INVALID'],
    ['no weights', { weights: undefined }, 'RANKER_INVALID'],
    ['a leaf of NaN', { weights: onnx.floats('target_weights', [1, Number.NaN, 4]) }, 'RANKER_INVALID'],
    ['no tree', { nodes_treeids: undefined }, 'RANKER_INVALID'],
  ])('%s', (_, attributes, code) => expect(() => read({ attributes })).toThrow(expect.objectContaining({ code })));
});
