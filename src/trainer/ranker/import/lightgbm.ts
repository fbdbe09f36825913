import type { Tree, TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { fail } from '../../../errors/failAny.ts';
import { buildTree, MOST_CATEGORY, type SourceNode } from './buildTree.ts';
import { floor32 } from './float32.ts';
import { chosenNames, type ImportedRanker, MOST_INPUTS } from './imported.ts';
import { type Fields, type LightgbmText, numbersOf, readLightgbmText, wholeOf } from './lightgbmText.ts';

/** Of `decision_type`: a categorical node; what is missing goes left; two bits of what counts as missing. */
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING_SHIFT = 2;
const [MISSING_NONE, MISSING_ZERO, MISSING_NAN] = [0, 1, 2];
/** LightGBM's kZeroThreshold: numbers this near to 0 are 0 to it. */
const ZERO = 1e-35;

const LOG = "LightGBM's predict is exp(margin)";
/** The note of each objective whose prediction is not the margin; every link here rises, so the order is the same. */
const IDENTITY: Readonly<Record<string, string>> = {
  lambdarank: '',
  rank_xendcg: '',
  regression: '',
  regression_l1: '',
  huber: '',
  fair: '',
  quantile: '',
  mape: '',
  poisson: LOG,
  gamma: LOG,
  tweedie: LOG,
  cross_entropy_lambda: "LightGBM's predict is log(1 + exp(margin))",
};

/**
 * A text model of LightGBM (versions v3 and v4). The margin is its `raw_score` (of a random forest: the mean of its trees'), the prediction its
 * `predict` where the objective is binary, cross_entropy or one without a link. Inputs are float32 and
 * finite, or NaN; categories are whole numbers.
 * @throws RANKER_INVALID, RANKER_UNSUPPORTED
 */
export function importLightgbm(bytes: Uint8Array): ImportedRanker {
  const text = readLightgbmText(bytes);
  const { header } = text;
  const version = header.get('version');
  if (version !== 'v3' && version !== 'v4')
    throw fail('RANKER_UNSUPPORTED', `version=${version?.slice(0, 40) ?? ''}: v3 and v4 are read`);
  for (const key of ['num_class', 'num_tree_per_iteration'])
    if (wholeOf(header, key, { least: 1, usual: 1 }, 'header') > 1)
      throw fail('RANKER_UNSUPPORTED', `${key}=${header.get(key)}: a ranker gives one score`);
  const inputs = wholeOf(header, 'max_feature_idx', { most: MOST_INPUTS - 1 }, 'header') + 1;
  const names = header.get('feature_names')?.trim().split(/\s+/);
  if (names && names.length !== inputs)
    throw fail('RANKER_INVALID', `feature_names has ${names.length} names, max_feature_idx says ${inputs}`);
  if (text.trees.length === 0) throw fail('RANKER_INVALID', 'there is no tree in it');
  const { objective, link, slope, notes } = readObjective(header);
  let trees = text.trees.map((fields, t) => readTree(fields, inputs, `tree ${t}`));
  if (trees.some(({ sets }) => sets.length > 0)) checkCategories(text);
  if (header.has('average_output')) {
    const share = 1 / trees.length;
    trees = trees.map((tree) => ({ ...tree, leaves: tree.leaves.map((leaf) => leaf * share) }));
  }
  const ensemble: TreeEnsemble = { inputs, trees, base: 0, link, slope };
  return { model: { kind: 'trees', ensemble }, inputs, features: chosenNames(names), objective, notes };
}

function readObjective(header: Fields): Pick<TreeEnsemble, 'link' | 'slope'> & { objective: string; notes: string[] } {
  const words = header.get('objective')?.trim().split(/\s+/) ?? [];
  // A model trained with a function of one's own has no such line: its prediction is the margin.
  const objective = words[0] ?? 'custom';
  if (objective === 'binary' || objective === 'cross_entropy') {
    const told = words.find((word) => word.startsWith('sigmoid:'))?.slice('sigmoid:'.length) ?? '1';
    const slope = Number(told);
    if (!(slope > 0 && slope < Infinity)) throw fail('RANKER_INVALID', `objective: sigmoid:${told.slice(0, 40)}`);
    return { objective, link: 'logistic', slope, notes: [] };
  }
  if (objective !== 'custom' && !Object.hasOwn(IDENTITY, objective))
    throw fail('RANKER_UNSUPPORTED', `objective ${objective.slice(0, 40)}`);
  const notes = IDENTITY[objective] ? [`${objective}: ${IDENTITY[objective]}, which orders alike`] : [];
  if (words.includes('sqrt'))
    notes.push("reg_sqrt: LightGBM's predict is the margin times its magnitude, which orders alike");
  return { objective, link: 'identity', slope: 1, notes };
}

function readTree(fields: Fields, inputs: number, where: string): Tree {
  if (wholeOf(fields, 'is_linear', { usual: 0 }, where) !== 0)
    throw fail('RANKER_UNSUPPORTED', `${where}: linear_tree, a leaf of which is no number`);
  // No more than a file could list, so that nothing is set aside for what is not there.
  const leaves = wholeOf(fields, 'num_leaves', { least: 1, most: 1e6 }, where);
  const leafValues = numbersOf(fields, 'leaf_value', leaves, where);
  const covers = fields.get('leaf_count')?.trim() ? 'leaf_count' : 'leaf_weight';
  const leafCovers = fields.get(covers)?.trim() ? numbersOf(fields, covers, leaves, where) : undefined;
  const inner = (key: string) => numbersOf(fields, key, leaves - 1, where);
  const [features, decisions, thresholds] = [inner('split_feature'), inner('decision_type'), inner('threshold')];
  const [left, right] = [inner('left_child'), inner('right_child')];
  const sets = readSets(fields, where);
  const nodeAt = (place: number): SourceNode | undefined => {
    if (place < 0) return ~place < leaves ? { leaf: leafValues[~place]!, cover: leafCovers?.[~place] } : undefined;
    if (!(place < leaves - 1)) return undefined;
    const [type, threshold] = [decisions[place]!, thresholds[place]!];
    const children = { feature: features[place]!, left: left[place]!, right: right[place]! };
    if (type & CATEGORICAL) {
      const set = sets[threshold];
      if (!set) throw fail('RANKER_INVALID', `${where}: node ${place} has no set of categories`);
      return { ...children, set, threshold: 0, missingLeft: false };
    }
    return { ...children, set: undefined, threshold: floor32(threshold), missingLeft: missingLeft(type, threshold) };
  };
  const missingLeft = (type: number, threshold: number): boolean => {
    const isDefaultLeft = (type & DEFAULT_LEFT) !== 0;
    switch (type >> MISSING_SHIFT) {
      case MISSING_NAN:
        return isDefaultLeft;
      case MISSING_NONE:
        return threshold >= 0;
      case MISSING_ZERO: {
        const zero = Math.fround(ZERO);
        if (isDefaultLeft ? threshold >= zero : floor32(threshold) < -zero) return isDefaultLeft;
        throw fail(
          'RANKER_UNSUPPORTED',
          `${where}: zero_as_missing sends 0 ${isDefaultLeft ? 'left' : 'right'} of ${threshold}, where no comparison sends it`,
        );
      }
      default:
        throw fail('RANKER_INVALID', `${where}: decision_type ${type}`);
    }
  };
  return buildTree(leaves === 1 ? -1 : 0, nodeAt, inputs, where);
}

/** The sets of a tree: LightGBM's bitsets are laid out as ours. */
function readSets(fields: Fields, where: string): Uint32Array[] {
  const count = wholeOf(fields, 'num_cat', { most: 1e6, usual: 0 }, where);
  if (count === 0) return [];
  const starts = numbersOf(fields, 'cat_boundaries', count + 1, where);
  const words = numbersOf(fields, 'cat_threshold', starts.at(-1)!, where);
  return Array.from({ length: count }, (_, s) => {
    const [from, to] = [starts[s]!, starts[s + 1]!];
    if (!(Number.isInteger(from) && from >= 0 && to >= from && to <= words.length))
      throw fail('RANKER_INVALID', `${where}: cat_boundaries ${from} to ${to}`);
    if (32 * (to - from) > MOST_CATEGORY + 32)
      throw fail('RANKER_UNSUPPORTED', `${where}: a category is above ${MOST_CATEGORY}`);
    return Uint32Array.from(words.slice(from, to));
  });
}

/**
 * Columns of a pandas data frame count their categories in an order of their own, which the last line tells; nobody does that at serving.
 * @throws RANKER_UNSUPPORTED unless they are the whole numbers from 0
 */
function checkCategories({ rest }: LightgbmText): void {
  const line = rest.find((one) => one.startsWith('pandas_categorical:'))?.slice('pandas_categorical:'.length);
  let lists: unknown;
  try {
    lists = JSON.parse(line ?? 'null');
  } catch {
    throw fail('RANKER_INVALID', 'pandas_categorical is no JSON');
  }
  const isPlain = (list: unknown) => Array.isArray(list) && list.every((name, code) => name === code);
  if (Array.isArray(lists) && !lists.every(isPlain))
    throw fail('RANKER_UNSUPPORTED', 'pandas_categorical: give categories as whole numbers from 0, not as names');
}
