import type { Tree, TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { fail } from '../../../errors/failAny.ts';
import { buildTree, MOST_CATEGORY, type SourceNode, setOf } from './buildTree.ts';
import { below } from './float32.ts';
import { chosenNames, type ImportedRanker, MOST_INPUTS } from './imported.ts';
import { type Json, JsonPlace, readJson } from './json.ts';
import { readUbjson } from './ubjson.ts';

interface Objective {
  link: 'logistic' | 'identity';
  /** Turns base_score, which is on the scale of predictions, into a margin. */
  base: (score: number) => number;
  note?: string;
}

const same = (score: number) => score;
const MARGIN: Objective = { link: 'identity', base: same };
const LOGISTIC: Objective = { link: 'logistic', base: (score) => Math.log(score / (1 - score)) };
const LOG: Objective = {
  link: 'identity',
  base: Math.log,
  note: "XGBoost's predict is exp(margin), which orders alike",
};

const OBJECTIVES: Readonly<Record<string, Objective>> = {
  'binary:logistic': LOGISTIC,
  'reg:logistic': LOGISTIC,
  'binary:logitraw': MARGIN,
  'binary:hinge': { ...MARGIN, note: "XGBoost's predict is 1 where the margin is above 0; the margin is what orders" },
  'rank:ndcg': MARGIN,
  'rank:pairwise': MARGIN,
  'rank:map': MARGIN,
  'reg:squarederror': MARGIN,
  'reg:linear': MARGIN,
  'reg:squaredlogerror': MARGIN,
  'reg:pseudohubererror': MARGIN,
  'reg:absoluteerror': MARGIN,
  'reg:quantileerror': MARGIN,
  'count:poisson': LOG,
  'reg:gamma': LOG,
  'reg:tweedie': LOG,
};

/**
 * A model of XGBoost (`Booster.save_model`), JSON or UBJSON by its bytes, of the boosters gbtree and dart. The margin is its predict with
 * output_margin. Nodes ask `value < threshold`, here `value <=` the float32 below. Covers are sums of Hessians.
 * @throws RANKER_INVALID, RANKER_UNSUPPORTED
 */
export function importXgboost(bytes: Uint8Array): ImportedRanker {
  const learner = new JsonPlace(parse(bytes), '').at('learner');
  const told = learner.at('learner_model_param');
  for (const key of ['num_class', 'num_target'])
    if (told.at(key).isThere && told.at(key).number() > 1)
      throw fail('RANKER_UNSUPPORTED', `${key} ${told.at(key).number()}: a ranker gives one score`);
  const inputs = told.at('num_feature').number();
  if (!(Number.isInteger(inputs) && inputs >= 1 && inputs <= MOST_INPUTS))
    throw fail('RANKER_INVALID', `num_feature ${inputs}`);
  const objective = learner.at('objective').at('name').text();
  const found = Object.hasOwn(OBJECTIVES, objective) ? OBJECTIVES[objective] : undefined;
  if (!found) throw fail('RANKER_UNSUPPORTED', `objective ${objective.slice(0, 40)}`);
  const trees = readTrees(learner.at('gradient_booster'), inputs);
  const base = found.base(baseScore(told));
  if (!Number.isFinite(base)) throw fail('RANKER_INVALID', `base_score is no prediction of ${objective}`);
  const ensemble: TreeEnsemble = { inputs, trees, base, link: found.link, slope: 1 };
  const named = learner.at('feature_names');
  const names = named.isThere ? named.places().map((name) => name.text()) : [];
  if (names.length > 0 && names.length !== inputs)
    throw fail('RANKER_INVALID', `feature_names has ${names.length} names, num_feature says ${inputs}`);
  const notes = found.note ? [`${objective}: ${found.note}`] : [];
  const best = learner.at('attributes').at('best_iteration');
  if (best.isThere && best.number() + 1 < trees.length)
    notes.push(
      `early stopping found round ${best.number()} best and all ${trees.length} trees are taken: save booster[: ${best.number() + 1}] to leave the others out`,
    );
  return { model: { kind: 'trees', ensemble }, inputs, features: chosenNames(names), objective, notes };
}

/** JSON begins with a brace and a quote or space; UBJSON with a brace and the letter of a length. */
function parse(bytes: Uint8Array): Json {
  if (bytes.length === 0) throw fail('RANKER_INVALID', 'the file is empty');
  if (bytes[0] !== 0x7b) throw fail('RANKER_INVALID', 'a model of XGBoost is JSON or UBJSON and begins with {');
  return /[\s"}]/.test(String.fromCharCode(bytes[1] ?? 0x20)) ? readJson(bytes) : readUbjson(bytes);
}

/** A number, since 3.1 a list of one in brackets. */
function baseScore(told: JsonPlace): number {
  const place = told.at('base_score');
  const text = place.text();
  const list = /^\[([^,\]]*)\]$/.exec(text);
  const value = (list ? list[1]! : text).trim();
  if (value === '' || !Number.isFinite(Number(value)))
    throw fail('RANKER_INVALID', `base_score "${text.slice(0, 40)}" is not one number`);
  return Math.fround(Number(value));
}

function readTrees(booster: JsonPlace, inputs: number): Tree[] {
  const name = booster.at('name').text();
  if (name !== 'gbtree' && name !== 'dart')
    throw fail('RANKER_UNSUPPORTED', `booster ${name.slice(0, 40)}: gbtree and dart are read`);
  const model = name === 'dart' ? booster.at('gbtree').at('model') : booster.at('model');
  const places = model.at('trees').places();
  if (places.length === 0) throw fail('RANKER_INVALID', 'there is no tree in it');
  const weights = name === 'dart' ? booster.at('weight_drop').numbers(places.length) : undefined;
  const trees = places.map((place, t) => readTree(place, inputs, weights?.[t] ?? 1, `tree ${t}`));
  const codes = model.at('cats').at('enc');
  if (codes.isThere && codes.places().length > 0 && trees.some(({ sets }) => sets.length > 0))
    throw fail('RANKER_UNSUPPORTED', 'categories of a data frame: give them as whole numbers from 0, not as names');
  return trees;
}

function readTree(place: JsonPlace, inputs: number, weight: number, where: string): Tree {
  const left = place.at('left_children').numbers();
  const count = left.length;
  const of = (key: string) => place.at(key).numbers(count);
  const [right, features, conditions] = [of('right_children'), of('split_indices'), of('split_conditions')];
  const defaultLeft = of('default_left');
  const hessians = place.at('sum_hessian').isThere ? of('sum_hessian') : undefined;
  const vector = place.at('tree_param').at('size_leaf_vector');
  if (vector.isThere && vector.number() > 1)
    throw fail('RANKER_UNSUPPORTED', `${where}: leaves of ${vector.number()} numbers`);
  const setAt = readSets(place, count, where);
  const nodeAt = (node: number): SourceNode | undefined => {
    if (!(Number.isInteger(node) && node >= 0 && node < count)) return undefined;
    if (left[node] === -1)
      return { leaf: Math.fround(conditions[node]!) * weight, cover: hessians && Math.fround(hessians[node]!) };
    const set = setAt(node);
    const isLeft = defaultLeft[node] === 1;
    const feature = features[node]!;
    // The categories of a node go right, and what it does not know left: the other way round than here.
    if (set) return { feature, threshold: 0, set, left: right[node]!, right: left[node]!, missingLeft: !isLeft };
    const condition = Math.fround(conditions[node]!);
    // The float32 below infinity is finite.
    const threshold = condition === Infinity ? condition : below(condition);
    return { feature, threshold, set, left: left[node]!, right: right[node]!, missingLeft: isLeft };
  };
  return buildTree(0, nodeAt, inputs, where);
}

/** Where each node that asks categories has them in the list, and the list. */
function readSets(place: JsonPlace, count: number, where: string): (node: number) => Uint32Array | undefined {
  const types = place.at('split_type').isThere ? place.at('split_type').numbers(count) : [];
  if (!types.some((type) => type !== 0)) return () => undefined;
  const categories = place.at('categories').numbers();
  const nodes = place.at('categories_nodes').numbers();
  const starts = place.at('categories_segments').numbers(nodes.length);
  const sizes = place.at('categories_sizes').numbers(nodes.length);
  const placeOf = new Map(nodes.map((node, s) => [node, s]));
  // Made for the nodes that a tree reaches: a short list of nodes could ask for sets that no memory holds.
  return (node) => {
    if (types[node] === 0) return undefined;
    const [from, size] = [starts[placeOf.get(node)!]!, sizes[placeOf.get(node)!]!];
    if (!(from >= 0 && size >= 0 && from + size <= categories.length && size <= MOST_CATEGORY + 1))
      throw fail('RANKER_INVALID', `${where}: node ${node} has no categories`);
    return setOf(categories.slice(from, from + size), where);
  };
}
