import type { Tree, TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { fail } from '../../../errors/failAny.ts';
import { constantTree } from './constantTree.ts';
import { plainCategories } from './plainCategories.ts';

/** Of `decision_type`: a categorical node; what is missing goes left; NaN is what is missing. */
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING_IS_NAN = 2 << 2;

/**
 * A forest as a text model of LightGBM (version v4), whose `predict` answers as the ensemble does: objective binary with its sigmoid, or
 * regression. A base is a tree of one leaf. Categories have to be whole numbers, as LightGBM cuts fractions off.
 * @param names of the inputs; what LightGBM cannot have in a name becomes _
 * @throws RANKER_UNSUPPORTED where a tree outgrows what can be read back
 */
export function exportLightgbm(ensemble: TreeEnsemble, names: readonly string[]): string {
  const { inputs, base, link, slope } = ensemble;
  if (names.length !== inputs) throw fail('RANKER_FEATURES', `${names.length} names for ${inputs} inputs`);
  const trees = ensemble.trees.map((tree, t) => plainCategories(tree, `tree ${t}`));
  const texts = [...(base === 0 ? [] : [constantTree(base)]), ...trees].map(
    (tree, t) => `Tree=${t}\n${treeText(tree)}\n\n`,
  );
  const header = [
    'tree',
    'version=v4',
    'num_class=1',
    'num_tree_per_iteration=1',
    'label_index=0',
    `max_feature_idx=${inputs - 1}`,
    `objective=${link === 'logistic' ? `binary sigmoid:${slope}` : 'regression'}`,
    `feature_names=${names.map((name) => name.replace(/[^\p{L}\p{N}_.-]/gu, '_')).join(' ')}`,
    `feature_infos=${names.map(() => '[-1e308:1e308]').join(' ')}`,
    `tree_sizes=${texts.map((text) => text.length).join(' ')}`,
    '',
    '',
  ].join('\n');
  const rest = 'end of trees\n\nfeature_importances:\n\nparameters:\nend of parameters\n\npandas_categorical:null\n';
  return header + texts.join('') + rest;
}

/** What LightGBM reads as a threshold in place of an infinite one, which its text has no number for. */
const MOST = 1e308;

function treeText(tree: Tree): string {
  const { feature, threshold, left, right, missingLeft, set, sets, leaves, cover } = tree;
  const isCategorical = (node: number) => set[node]! >= 0;
  const covers = cover.length > 0 ? cover : new Float64Array(leaves.length);
  // At least 1: LightGBM's own explanations divide by what came to a node.
  const counts = covers.map((rows) => Math.max(1, Math.round(rows)));
  let words = 0;
  const starts = [0, ...sets.map(({ length }) => (words += length))];
  const zeros = Array.from(feature, () => 0);
  const lines: [string, ArrayLike<number>][] = [
    ['num_leaves', [leaves.length]],
    ['num_cat', [sets.length]],
    ['split_feature', feature],
    ['split_gain', zeros],
    [
      'threshold',
      Array.from(threshold, (value, node) =>
        isCategorical(node) ? set[node]! : Math.max(-MOST, Math.min(MOST, value)),
      ),
    ],
    [
      'decision_type',
      Array.from(
        feature,
        (_, node) => MISSING_IS_NAN | (isCategorical(node) ? CATEGORICAL : missingLeft[node] === 1 ? DEFAULT_LEFT : 0),
      ),
    ],
    ['left_child', left],
    ['right_child', right],
    ['leaf_value', leaves],
    ['leaf_weight', covers],
    ['leaf_count', counts],
    ['internal_value', zeros],
    ['internal_weight', coversOf(tree, covers)],
    ['internal_count', coversOf(tree, counts)],
    ...(sets.length > 0
      ? ([
          ['cat_boundaries', starts],
          ['cat_threshold', sets.flatMap((own) => [...own])],
        ] as [string, ArrayLike<number>][])
      : []),
    ['is_linear', [0]],
    ['shrinkage', [1]],
  ];
  return `${lines.map(([key, values]) => `${key}=${Array.from(values).join(' ')}`).join('\n')}\n`;
}

/** What came to each inner node: what came to its leaves. */
function coversOf({ left, right }: Tree, covers: Float64Array): Float64Array {
  const inner = new Float64Array(left.length);
  const order: number[] = left.length > 0 ? [0] : [];
  for (let at = 0; at < order.length; at++)
    for (const child of [left[order[at]!]!, right[order[at]!]!]) if (child >= 0) order.push(child);
  const coverOf = (child: number) => (child < 0 ? covers[~child]! : inner[child]!);
  for (const node of order.reverse()) inner[node] = coverOf(left[node]!) + coverOf(right[node]!);
  return inner;
}
