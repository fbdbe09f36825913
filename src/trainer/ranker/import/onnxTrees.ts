import type { Tree, TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { fail } from '../../../errors/failAny.ts';
import { buildTree, type SourceNode } from './buildTree.ts';
import { type Branch, branchNode, MODES } from './onnxBranch.ts';
import type { OnnxAttribute, OnnxNode } from './onnxGraph.ts';

/** What a node of trees gives: the score of the model's one target, or of the second of two classes. */
export interface OnnxTrees extends Pick<TreeEnsemble, 'trees' | 'base' | 'link'> {
  operator: string;
}

type Attributes = Map<string, OnnxAttribute>;

/**
 * TreeEnsembleRegressor and TreeEnsembleClassifier of ai.onnx.ml: trees of one target, or of two classes whose second's probability, or score, is
 * what is predicted. Classes as onnxruntime has them: where all weights are of one class, they are the second's.
 * @param inputs inputs of a row
 * @throws RANKER_INVALID, RANKER_UNSUPPORTED
 */
export function readOnnxTrees({ operator, attributes }: OnnxNode, inputs: number): OnnxTrees {
  const isClassifier = operator === 'TreeEnsembleClassifier';
  const scale = scaleOf(attributes);
  const { weightOf, base, link } = isClassifier ? readClasses(attributes) : readTarget(attributes);
  const nodes = readNodes(attributes);
  const trees: Tree[] = [...nodes].map(([tree, branches]) => {
    const nodeAt = (place: number): SourceNode | undefined => {
      const branch = branches.get(place);
      if (branch !== 'leaf') return branch && branchNode(branch, `tree ${tree}`);
      return { leaf: weightOf(tree, place), cover: undefined };
    };
    const [root] = branches.keys();
    return buildTree(root!, nodeAt, inputs, `tree ${tree}`);
  });
  if (trees.length === 0) throw fail('RANKER_INVALID', `${operator}: there is no tree in it`);
  const share = scale === 'AVERAGE' ? 1 / trees.length : 1;
  return {
    operator,
    trees: trees.map((tree) => ({ ...tree, leaves: tree.leaves.map((leaf) => leaf * share) })),
    base,
    link,
  };
}

function scaleOf(attributes: Attributes): string {
  const scale = attributes.get('aggregate_function')?.text || 'SUM';
  if (scale !== 'SUM' && scale !== 'AVERAGE')
    throw fail('RANKER_UNSUPPORTED', `aggregate_function ${scale.slice(0, 40)}: SUM and AVERAGE are read`);
  return scale;
}

/** Nodes by tree, in their order, the first of a tree its root. */
function readNodes(attributes: Attributes): Map<number, Map<number, Branch | 'leaf'>> {
  const trees = attributes.get('nodes_treeids')?.ints ?? [];
  const count = trees.length;
  const ints = (name: string) => listOf(name, attributes.get(name)?.ints, count);
  const [ids, features] = [ints('nodes_nodeids'), ints('nodes_featureids')];
  const [whenTrue, whenFalse] = [ints('nodes_truenodeids'), ints('nodes_falsenodeids')];
  const values = listOf('nodes_values', numbersOf(attributes, 'nodes_values'), count);
  const modes = listOf('nodes_modes', attributes.get('nodes_modes')?.texts, count);
  const tracks = attributes.get('nodes_missing_value_tracks_true')?.ints ?? [];
  if (tracks.length > 0) listOf('nodes_missing_value_tracks_true', tracks, count);
  const found = new Map<number, Map<number, Branch | 'leaf'>>();
  trees.forEach((tree, n) => {
    const nodes = found.get(tree) ?? new Map<number, Branch | 'leaf'>();
    found.set(tree, nodes);
    if (nodes.has(ids[n]!)) throw fail('RANKER_INVALID', `tree ${tree}: node ${ids[n]} for the second time`);
    const mode = modes[n]!;
    if (mode !== 'LEAF' && !MODES.includes(mode))
      throw fail('RANKER_UNSUPPORTED', `tree ${tree}: a node of mode ${mode.slice(0, 40)}`);
    nodes.set(
      ids[n]!,
      mode === 'LEAF'
        ? 'leaf'
        : {
            mode,
            feature: features[n]!,
            value: values[n]!,
            members: undefined,
            whenTrue: whenTrue[n]!,
            whenFalse: whenFalse[n]!,
            missingIsTrue: tracks[n] === 1,
          },
    );
  });
  return found;
}

interface Scores {
  weightOf: (tree: number, node: number) => number;
  base: number;
  link: TreeEnsemble['link'];
}

function readTarget(attributes: Attributes): Scores {
  const targets = attributes.get('n_targets')?.int ?? 1;
  if (targets !== 1) throw fail('RANKER_UNSUPPORTED', `${targets} targets: a ranker gives one score`);
  const { sums, ids } = readWeights(attributes, 'target');
  if (ids.some((id) => id !== 0)) throw fail('RANKER_INVALID', 'target_ids: of 1 target');
  const [base = 0] = numbersOf(attributes, 'base_values') ?? [];
  const transform = transformOf(attributes);
  if (transform !== 'NONE' && transform !== 'LOGISTIC') throw unsupported(transform);
  return { weightOf: (tree, node) => sums(tree, node, 0), base, link: linkOf(transform) };
}

function readClasses(attributes: Attributes): Scores {
  const labels =
    attributes.get('classlabels_int64s')?.ints.length || attributes.get('classlabels_strings')?.texts.length;
  if (labels !== 2) throw fail('RANKER_UNSUPPORTED', `${labels ?? 0} classes: a ranker tells two apart`);
  const { sums, ids, weights } = readWeights(attributes, 'class');
  if (ids.some((id) => id !== 0 && id !== 1)) throw fail('RANKER_INVALID', 'class_ids: of 2 classes');
  const bases = numbersOf(attributes, 'base_values') ?? [];
  const transform = transformOf(attributes);
  if (ids.every((id) => id === ids[0])) {
    if (transform !== 'NONE' && transform !== 'LOGISTIC') throw unsupported(transform);
    // onnxruntime takes such weights for probabilities and leaves the transformation out; others follow the standard.
    if (transform === 'LOGISTIC' && weights.every((weight) => weight >= 0))
      throw fail('RANKER_UNSUPPORTED', 'a classifier with LOGISTIC whose weights are all positive means two things');
    return {
      weightOf: (tree, node) => sums(tree, node, ids[0] ?? 0),
      base: bases.at(-1) ?? 0,
      link: linkOf(transform),
    };
  }
  const [first = 0, second = 0] = bases;
  if (transform === 'SOFTMAX')
    return {
      weightOf: (tree, node) => sums(tree, node, 1) - sums(tree, node, 0),
      base: second - first,
      link: 'logistic',
    };
  if (transform !== 'NONE' && transform !== 'LOGISTIC') throw unsupported(transform);
  return { weightOf: (tree, node) => sums(tree, node, 1), base: second, link: linkOf(transform) };
}

function readWeights(attributes: Attributes, of: 'target' | 'class') {
  const ids = attributes.get(`${of}_ids`)?.ints ?? [];
  const trees = listOf(`${of}_treeids`, attributes.get(`${of}_treeids`)?.ints, ids.length);
  const nodes = listOf(`${of}_nodeids`, attributes.get(`${of}_nodeids`)?.ints, ids.length);
  const weights = listOf(`${of}_weights`, numbersOf(attributes, `${of}_weights`), ids.length);
  const byLeaf = new Map<string, number>();
  ids.forEach((id, w) => {
    const key = `${trees[w]} ${nodes[w]} ${id}`;
    byLeaf.set(key, (byLeaf.get(key) ?? 0) + weights[w]!);
  });
  return { ids, weights, sums: (tree: number, node: number, id: number) => byLeaf.get(`${tree} ${node} ${id}`) ?? 0 };
}

const transformOf = (attributes: Attributes) => attributes.get('post_transform')?.text || 'NONE';

const unsupported = (transform: string) => fail('RANKER_UNSUPPORTED', `post_transform ${transform.slice(0, 40)}`);

const linkOf = (transform: string): TreeEnsemble['link'] => (transform === 'LOGISTIC' ? 'logistic' : 'identity');

/** Numbers that are float, or double in a tensor beside it. */
function numbersOf(attributes: Attributes, name: string): number[] | undefined {
  return attributes.get(`${name}_as_tensor`)?.tensor?.values ?? attributes.get(name)?.floats;
}

function listOf<T>(name: string, list: T[] | undefined, count: number): T[] {
  if (list?.length !== count)
    throw fail('RANKER_INVALID', `${name} has ${list?.length ?? 'no'} entries in place of ${count}`);
  return list;
}
