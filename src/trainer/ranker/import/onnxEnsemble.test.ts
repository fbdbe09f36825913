import { describe, expect, it } from 'vitest';
import { marginOf } from '../../../engine/ranking/trees/ensemble.ts';
import * as onnx from '../export/onnxModel.ts';
import { importOwn } from './onnx.ts';
import { readOnnxGraph } from './onnxGraph.ts';

type Attributes = Record<string, Uint8Array | undefined>;

/** x0 <= 0.5 ? 1 : (x0 in {2, 33} ? 2 : 4), and a tree that is the leaf 8; with attributes in place of these. */
function read(attributes: Attributes = {}) {
  const all: Attributes = {
    roots: onnx.ints('tree_roots', [0, 2]),
    modes: onnx.tensorAttribute('nodes_modes', Uint8Array.of(0, 6, 0)),
    features: onnx.ints('nodes_featureids', [0, 0, 0]),
    splits: onnx.tensorAttribute('nodes_splits', Float32Array.of(0.5, 0, 0)),
    yes: onnx.ints('nodes_truenodeids', [0, 1, 3]),
    yesIsLeaf: onnx.ints('nodes_trueleafs', [1, 1, 1]),
    no: onnx.ints('nodes_falsenodeids', [1, 2, 3]),
    noIsLeaf: onnx.ints('nodes_falseleafs', [0, 1, 1]),
    targets: onnx.ints('leaf_targetids', [0, 0, 0, 0]),
    weights: onnx.tensorAttribute('leaf_weights', Float32Array.of(1, 2, 4, 8)),
    members: onnx.tensorAttribute('membership_values', Float32Array.of(2, 33, Number.NaN)),
    ...attributes,
  };
  const given = Object.values(all).filter((one) => one !== undefined);
  const imported = importOwn(
    readOnnxGraph(onnx.model([onnx.node('TreeEnsemble', ['rows'], 'scores', given)], [], 1, 5)),
  );
  if (imported?.model.kind !== 'trees') throw new Error('no trees');
  return imported.model.ensemble;
}
const margins = (attributes?: Attributes) => [0, 2, 33, 3, Number.NaN].map((x) => marginOf(read(attributes), [x]));

it('reads thresholds, sets and trees of one leaf', () => {
  expect(margins()).toEqual([9, 10, 10, 12, 12]);
  expect(read().trees.map(({ leaves }) => leaves.length)).toEqual([3, 1]);
});

it('averages, links, and sends what is missing where it is told', () => {
  expect(margins({ sum: onnx.int('aggregate_function', 0) })).toEqual([4.5, 5, 5, 6, 6]);
  expect(margins({ tracks: onnx.ints('nodes_missing_value_tracks_true', [0, 1, 0]) }).at(-1)).toBe(10);
  expect(read({ link: onnx.int('post_transform', 2) }).link).toBe('logistic');
});

describe('refuses', () => {
  it.each<[string, Attributes, string]>([
    ['two targets', { count: onnx.int('n_targets', 2) }, 'RANKER_UNSUPPORTED'],
    ['the least of the trees', { sum: onnx.int('aggregate_function', 2) }, 'RANKER_UNSUPPORTED'],
    ['SOFTMAX', { link: onnx.int('post_transform', 1) }, 'RANKER_UNSUPPORTED'],
    ['a target that is not there', { targets: onnx.ints('leaf_targetids', [0, 1, 0, 0]) }, 'RANKER_INVALID'],
    ['no roots', { roots: undefined }, 'RANKER_INVALID'],
    ['a root that is not there', { roots: onnx.ints('tree_roots', [3]) }, 'RANKER_INVALID'],
    ['a leaf that is not there', { no: onnx.ints('nodes_falsenodeids', [1, 4, 3]) }, 'RANKER_INVALID'],
    ['a cycle', { no: onnx.ints('nodes_falsenodeids', [0, 2, 3]) }, 'RANKER_INVALID'],
    ['a mode that is none', { modes: onnx.tensorAttribute('nodes_modes', Uint8Array.of(7, 6, 0)) }, 'RANKER_INVALID'],
    ['a list too short', { yes: onnx.ints('nodes_truenodeids', [0]) }, 'RANKER_INVALID'],
    ['a tensor too short', { modes: onnx.tensorAttribute('nodes_modes', Uint8Array.of(0)) }, 'RANKER_INVALID'],
    ['no splits', { splits: undefined }, 'RANKER_INVALID'],
    [
      'members without an end',
      { members: onnx.tensorAttribute('membership_values', Float32Array.of(2)) },
      'RANKER_INVALID',
    ],
    [
      'members that are no categories',
      { members: onnx.tensorAttribute('membership_values', Float32Array.of(0.5, Number.NaN)) },
      'RANKER_UNSUPPORTED',
    ],
  ])('%s', (_, attributes, code) => expect(() => read(attributes)).toThrow(expect.objectContaining({ code })));
});
