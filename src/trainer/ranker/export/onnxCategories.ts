import type { Tree } from '../../../engine/ranking/trees/ensemble.ts';
import { constantTree } from './constantTree.ts';
import { Lists } from './lists.ts';
import * as onnx from './onnxModel.ts';

/** The largest float32. */
const MOST = 3.4028234663852886e38;

/** Of `nodes_modes`. */
const LEQ = 0;
const MEMBER = 6;

/** Trees with sets of categories as a node TreeEnsemble of ai.onnx.ml 5, which has no base: that is a tree of one leaf. */
export function categoryEnsemble(forest: readonly Tree[], base: number, output: string): Uint8Array {
  const trees = base === 0 ? forest : [constantTree(base), ...forest];
  const nodes = new Lists('feature', 'mode', 'split', 'tracks', 'yes', 'yesIsLeaf', 'no', 'noIsLeaf');
  const { of } = nodes;
  const roots: number[] = [];
  const weights: number[] = [];
  const members: number[] = [];
  for (const { feature, threshold, missingLeft, left, right, set, sets, leaves } of trees) {
    const first = of.mode.length;
    const child = (id: number) => (id < 0 ? weights.length + ~id : first + id);
    const add = (mode: number, input: number, split: number, tracks: number, yes: number, no: number) =>
      nodes.add(input, mode, split, tracks, child(yes), yes < 0 ? 1 : 0, child(no), no < 0 ? 1 : 0);
    roots.push(first);
    // A tree of one leaf is a node that leads there whatever it asks.
    if (left.length === 0) add(LEQ, 0, 0, 0, ~0, ~0);
    for (let n = 0; n < left.length; n++) {
      const own = set[n]! < 0 ? undefined : membersOf(sets[set[n]!]!);
      const mode = own && own.length > 0 ? MEMBER : LEQ;
      // Runtimes refuse an empty set, which no number is in as none is below the least.
      const split = mode === MEMBER ? 0 : own ? -MOST : threshold[n]!;
      add(mode, feature[n]!, split, missingLeft[n]!, left[n]!, right[n]!);
      if (own && own.length > 0) members.push(...own, Number.NaN);
    }
    weights.push(...leaves);
  }
  return onnx.node('TreeEnsemble', ['rows'], output, [
    onnx.int('n_targets', 1),
    onnx.int('aggregate_function', 1),
    onnx.int('post_transform', 0),
    onnx.ints('tree_roots', roots),
    onnx.tensorAttribute('nodes_modes', Uint8Array.from(of.mode)),
    onnx.ints('nodes_featureids', of.feature),
    onnx.tensorAttribute('nodes_splits', Float32Array.from(of.split)),
    onnx.ints('nodes_truenodeids', of.yes),
    onnx.ints('nodes_trueleafs', of.yesIsLeaf),
    onnx.ints('nodes_falsenodeids', of.no),
    onnx.ints('nodes_falseleafs', of.noIsLeaf),
    onnx.ints('nodes_missing_value_tracks_true', of.tracks),
    onnx.ints(
      'leaf_targetids',
      weights.map(() => 0),
    ),
    onnx.tensorAttribute('leaf_weights', Float32Array.from(weights)),
    onnx.tensorAttribute('membership_values', Float32Array.from(members)),
  ]);
}

function membersOf(words: Uint32Array): number[] {
  const members: number[] = [];
  for (let category = 0; category < 32 * words.length; category++)
    if ((words[category >>> 5]! >>> (category & 31)) & 1) members.push(category);
  return members;
}
