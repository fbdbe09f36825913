import type { Tree, TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { Lists } from './lists.ts';
import { categoryEnsemble } from './onnxCategories.ts';
import * as onnx from './onnxModel.ts';

/**
 * A forest as an ONNX model: input `rows` float32 [n, inputs] with NaN for what is missing, output `scores` float32 [n, 1], the prediction. A
 * TreeEnsembleRegressor of ai.onnx.ml 3; with categories a TreeEnsemble of ai.onnx.ml 5, which knows sets. A Sigmoid is a node of its own, since
 * runtimes do not agree on that of the ensemble. Sums are float32, in an order that the runtime chooses.
 */
export function exportOnnx({ trees, base, link, slope, inputs }: TreeEnsemble): Uint8Array {
  const scale = link === 'logistic' ? slope : 1;
  const scaled = trees.map((tree) => ({ ...tree, leaves: tree.leaves.map((leaf) => leaf * scale) }));
  const hasSets = trees.some(({ sets }) => sets.length > 0);
  const sums = link === 'logistic' ? 'sums' : 'scores';
  const nodes = [hasSets ? categoryEnsemble(scaled, base * scale, sums) : regressor(scaled, base * scale, sums)];
  if (link === 'logistic') nodes.push(onnx.node('Sigmoid', [sums], 'scores'));
  return onnx.model(nodes, [], inputs, hasSets ? 5 : 3);
}

function regressor(trees: readonly Tree[], base: number, output: string): Uint8Array {
  const nodes = new Lists('tree', 'node', 'isLeaf', 'feature', 'value', 'yes', 'no', 'tracks');
  const target = new Lists('tree', 'node', 'weight');
  trees.forEach(({ feature, threshold, left, right, missingLeft, leaves }, t) => {
    // Leaves follow the inner nodes, so that the root is first also where it is a leaf.
    const inner = left.length;
    const idOf = (child: number) => (child < 0 ? inner + ~child : child);
    for (let n = 0; n < inner; n++)
      nodes.add(t, n, 0, feature[n]!, threshold[n]!, idOf(left[n]!), idOf(right[n]!), missingLeft[n]!);
    leaves.forEach((leaf, l) => {
      nodes.add(t, inner + l, 1, 0, 0, 0, 0, 0);
      target.add(t, inner + l, leaf);
    });
  });
  return onnx.node('TreeEnsembleRegressor', ['rows'], output, [
    onnx.int('n_targets', 1),
    onnx.text('post_transform', 'NONE'),
    onnx.floats('base_values', [base]),
    onnx.ints('nodes_treeids', nodes.of.tree),
    onnx.ints('nodes_nodeids', nodes.of.node),
    onnx.ints('nodes_featureids', nodes.of.feature),
    onnx.texts(
      'nodes_modes',
      nodes.of.isLeaf.map((isLeaf) => (isLeaf === 1 ? 'LEAF' : 'BRANCH_LEQ')),
    ),
    onnx.floats('nodes_values', nodes.of.value),
    onnx.ints('nodes_truenodeids', nodes.of.yes),
    onnx.ints('nodes_falsenodeids', nodes.of.no),
    onnx.ints('nodes_missing_value_tracks_true', nodes.of.tracks),
    onnx.ints('target_treeids', target.of.tree),
    onnx.ints('target_nodeids', target.of.node),
    onnx.ints(
      'target_ids',
      target.of.tree.map(() => 0),
    ),
    onnx.floats('target_weights', target.of.weight),
  ]);
}
