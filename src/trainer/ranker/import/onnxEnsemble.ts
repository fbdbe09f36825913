import { fail } from '../../../errors/failAny.ts';
import { buildTree, type SourceNode } from './buildTree.ts';
import { branchNode, MODES } from './onnxBranch.ts';
import type { OnnxAttribute, OnnxNode } from './onnxGraph.ts';
import type { OnnxTrees } from './onnxTrees.ts';

/** Of aggregate_function and post_transform, by number. */
const [AVERAGE, SUM] = [0, 1];
const [NONE, LOGISTIC] = [0, 2];
const MEMBER = 6;

/**
 * TreeEnsemble of ai.onnx.ml 5, of one target.
 * @param inputs inputs of a row
 * @throws RANKER_INVALID, RANKER_UNSUPPORTED
 */
export function readOnnxEnsemble({ operator, attributes }: OnnxNode, inputs: number): OnnxTrees {
  const int = (name: string, usual: number) => attributes.get(name)?.int ?? usual;
  const [targets, aggregate, transform] = [
    int('n_targets', 1),
    int('aggregate_function', SUM),
    int('post_transform', NONE),
  ];
  if (targets !== 1) throw fail('RANKER_UNSUPPORTED', `${targets} targets: a ranker gives one score`);
  if (aggregate !== SUM && aggregate !== AVERAGE)
    throw fail('RANKER_UNSUPPORTED', `aggregate_function ${aggregate}: 0 and 1 are read`);
  if (transform !== NONE && transform !== LOGISTIC) throw fail('RANKER_UNSUPPORTED', `post_transform ${transform}`);
  const nodeAt = readNodes(attributes);
  const roots = attributes.get('tree_roots')?.ints ?? [];
  if (roots.length === 0) throw fail('RANKER_INVALID', `${operator}: there is no tree in it`);
  const share = aggregate === AVERAGE ? 1 / roots.length : 1;
  const trees = roots.map((root, t) => {
    const node = nodeAt(root, `tree ${t}`);
    // A tree of one leaf is written as a node whose children are both that leaf.
    const isLeaf = node && 'left' in node && node.left === node.right && node.left < 0;
    const tree = buildTree(isLeaf ? node.left : root, (place) => nodeAt(place, `tree ${t}`), inputs, `tree ${t}`);
    return { ...tree, leaves: tree.leaves.map((leaf) => leaf * share) };
  });
  return { operator, trees, base: 0, link: transform === LOGISTIC ? 'logistic' : 'identity' };
}

/** Nodes by number, leaves as `~leaf`. */
function readNodes(attributes: Map<string, OnnxAttribute>): (place: number, where: string) => SourceNode | undefined {
  const values = tensorOf(attributes, 'nodes_splits');
  const modes = tensorOf(attributes, 'nodes_modes', values.length);
  const ints = (name: string) => listOf(attributes, name, values.length);
  const features = ints('nodes_featureids');
  const [whenTrue, trueIsLeaf] = [ints('nodes_truenodeids'), ints('nodes_trueleafs')];
  const [whenFalse, falseIsLeaf] = [ints('nodes_falsenodeids'), ints('nodes_falseleafs')];
  const tracks = attributes.has('nodes_missing_value_tracks_true') ? ints('nodes_missing_value_tracks_true') : [];
  const weights = tensorOf(attributes, 'leaf_weights');
  if (listOf(attributes, 'leaf_targetids', weights.length).some((target) => target !== 0))
    throw fail('RANKER_INVALID', 'leaf_targetids: of 1 target');
  const members = readMembers(attributes, modes);
  return (place, where) => {
    if (place < 0) return ~place < weights.length ? { leaf: weights[~place]!, cover: undefined } : undefined;
    if (!(Number.isInteger(place) && place < values.length)) return undefined;
    const mode = MODES[modes[place]!];
    if (mode === undefined) throw fail('RANKER_INVALID', `${where}: a node of mode ${modes[place]}`);
    const child = (id: number, isLeaf: number) => (isLeaf === 1 ? ~id : id);
    return branchNode(
      {
        mode,
        feature: features[place]!,
        value: values[place]!,
        members: members.get(place),
        whenTrue: child(whenTrue[place]!, trueIsLeaf[place]!),
        whenFalse: child(whenFalse[place]!, falseIsLeaf[place]!),
        missingIsTrue: tracks[place] === 1,
      },
      where,
    );
  };
}

/** The members of each such node, which lie end to end, NaN behind each. */
function readMembers(attributes: Map<string, OnnxAttribute>, modes: readonly number[]): Map<number, number[]> {
  const all = attributes.get('membership_values')?.tensor?.values ?? [];
  const found = new Map<number, number[]>();
  let at = 0;
  modes.forEach((mode, node) => {
    if (mode !== MEMBER) return;
    const end = all.findIndex((value, i) => i >= at && Number.isNaN(value));
    if (end < 0) throw fail('RANKER_INVALID', `membership_values end before node ${node}`);
    found.set(node, all.slice(at, end));
    at = end + 1;
  });
  return found;
}

function tensorOf(attributes: Map<string, OnnxAttribute>, name: string, count?: number): number[] {
  const values = attributes.get(name)?.tensor?.values;
  if (!values || (count !== undefined && values.length !== count))
    throw fail(
      'RANKER_INVALID',
      `${name} has ${values?.length ?? 'no'} entries${count === undefined ? '' : ` in place of ${count}`}`,
    );
  return values;
}

function listOf(attributes: Map<string, OnnxAttribute>, name: string, count: number): number[] {
  const list = attributes.get(name)?.ints;
  if (list?.length !== count)
    throw fail('RANKER_INVALID', `${name} has ${list?.length ?? 'no'} entries in place of ${count}`);
  return list;
}
