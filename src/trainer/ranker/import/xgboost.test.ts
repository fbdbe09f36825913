import { describe, expect, it } from 'vitest';
import { marginOf } from '../../../engine/ranking/trees/ensemble.ts';
import { expectParity, fixture, modelsOf, parity, readingOf } from './parity.test-support.ts';
import { importXgboost } from './xgboost.ts';

const TEXT = new TextDecoder().decode(fixture('xgboost-binary.json'));
const { read, ensembleOf, refused } = readingOf(importXgboost);

describe('answers as XGBoost', () => {
  it.each(modelsOf('xgboost-'))('%s', (name) => {
    const imported = importXgboost(fixture(parity.models[name]!.file));
    expectParity(name, imported);
    expect(imported.features).toEqual(parity.names);
    expect(imported.notes).toHaveLength(name === 'xgboost-gamma' ? 1 : 0);
  });

  it('the same from JSON and UBJSON', () => {
    expect(importXgboost(fixture('xgboost-binary-ubj.ubj'))).toEqual(read(TEXT));
  });

  it('with categories and the sums of Hessians as covers', () => {
    const { trees, link } = ensembleOf(TEXT);
    expect(link).toBe('logistic');
    expect(trees.some(({ sets }) => sets.length > 0)).toBe(true);
    for (const { cover } of trees) expect(cover.reduce((sum, one) => sum + one)).toBeGreaterThan(60);
  });
});

type Model = { learner: Record<string, never> & { gradient_booster: { model: { trees: Record<string, unknown>[] } } } };
/** The text with the first tree changed. */
function withTree(change: Record<string, unknown>): string {
  const model = JSON.parse(TEXT) as Model;
  Object.assign(model.learner.gradient_booster.model.trees[0]!, change);
  return JSON.stringify(model);
}
const stump = (condition: string, more = '') =>
  `{"learner":{"feature_names":[],${more}"gradient_booster":{"name":"gbtree","model":{"trees":[{"left_children":[1,-1,-1],"right_children":[2,-1,-1],"split_indices":[0,0,0],"split_conditions":[${condition},10,20],"default_left":[true,false,false],"loss_changes":[NaN,0,0]}]}},"learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"1"},"objective":{"name":"reg:squarederror"}},"version":[1,7,6]}`;

it('asks value < threshold, and reads what older versions write', () => {
  const ensemble = ensembleOf(stump('1E0'));
  expect([0.99, 1, 1.01, Number.NaN].map((x) => marginOf(ensemble, [x]))).toEqual([10.5, 20.5, 20.5, 10.5]);
  expect(marginOf(ensembleOf(stump('0')), [-0])).toBe(20.5);
  expect(marginOf(ensembleOf(stump('0')), [-1e-45])).toBe(10.5);
  expect(read(stump('1')).features).toBeUndefined();
  expect(ensemble.trees[0]!.cover).toHaveLength(0);
});

it('takes all trees and says so where early stopping found fewer best', () => {
  const text = TEXT.replace('"attributes":{}', '"attributes":{"best_iteration":"1"}');
  expect(read(text).notes).toEqual([expect.stringContaining('booster[: 2]')]);
  expect(read(text.replace('"1"', '"3"')).notes).toEqual([]);
});

describe('refuses', () => {
  it.each<[string, string, string, string]>([
    ['an unknown objective', '"name":"binary:logistic"', '"name":"survival:cox"', 'RANKER_UNSUPPORTED'],
    ['an objective of Object’s', '"name":"binary:logistic"', '"name":"toString"', 'RANKER_UNSUPPORTED'],
    ['another booster', '"name":"gbtree"', '"name":"gbforest"', 'RANKER_UNSUPPORTED'],
    ['several classes', '"num_class":"0"', '"num_class":"3"', 'RANKER_UNSUPPORTED'],
    ['several targets', '"num_target":"1"', '"num_target":"2"', 'RANKER_UNSUPPORTED'],
    ['a feature too few', '"num_feature":"6"', '"num_feature":"5"', 'RANKER_INVALID'],
    ['half a feature', '"num_feature":"6"', '"num_feature":"5.5"', 'RANKER_INVALID'],
    [
      'a base score that is no probability',
      /"base_score":"[^"]*"/.exec(TEXT)![0],
      '"base_score":"[1E0]"',
      'RANKER_INVALID',
    ],
    ['several base scores', /"base_score":"[^"]*"/.exec(TEXT)![0], '"base_score":"[1E-1,2E-1]"', 'RANKER_INVALID'],
    ['no base score', /"base_score":"[^"]*",/.exec(TEXT)![0], '', 'RANKER_INVALID'],
    ['the codes of a data frame', '"enc":[]', '"enc":[{"offsets":[0],"values":[]}]', 'RANKER_UNSUPPORTED'],
    ['leaves of vectors', '"size_leaf_vector":"1"', '"size_leaf_vector":"3"', 'RANKER_UNSUPPORTED'],
    ['a name too few', '"visits",', '', 'RANKER_INVALID'],
  ])('%s', (_, from, to, code) => {
    expect(TEXT).toContain(from);
    expect(refused(TEXT.replaceAll(from, to)).code).toBe(code);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a cycle', { left_children: [0, ...Array<number>(14).fill(-1)] }],
    ['a tree of no nodes', { left_children: [] }],
    ['arrays of different lengths', { split_indices: [0] }],
    ['trees that are none', { left_children: null }],
  ])('%s', (_, change) => expect(refused(withTree(change)).code).toBe('RANKER_INVALID'));

  it.each<[string, string]>([
    ['a threshold of NaN', 'NaN'],
    ['an infinite threshold', '-Infinity'],
    ['a threshold that is too large', '1E39'],
    ['a threshold in words', '"1"'],
  ])('%s', (_, condition) => expect(refused(stump(condition)).code).toBe('RANKER_INVALID'));

  it('children and categories out of range', () => {
    const tree = (JSON.parse(TEXT) as Model).learner.gradient_booster.model.trees.findIndex(
      (one) => (one.categories_nodes as number[]).length > 0,
    );
    const model = (change: (one: Record<string, number[]>) => void) => {
      const copy = JSON.parse(TEXT) as Model;
      change(copy.learner.gradient_booster.model.trees[tree] as Record<string, number[]>);
      return refused(JSON.stringify(copy)).code;
    };
    expect(model((one) => (one.right_children![0] = 99))).toBe('RANKER_INVALID');
    expect(model((one) => (one.right_children![0] = -7))).toBe('RANKER_INVALID');
    expect(model((one) => (one.categories_sizes![0] = 9999))).toBe('RANKER_INVALID');
    expect(model((one) => (one.categories_nodes![0] = 9999))).toBe('RANKER_INVALID');
    expect(model((one) => (one.categories![0] = -3))).toBe('RANKER_INVALID');
    expect(model((one) => (one.categories![0] = 1e7))).toBe('RANKER_UNSUPPORTED');
  });

  it('what has no trees for one score', () => {
    for (const [file, where] of [
      ['xgboost-softprob.json', 'num_class'],
      ['xgboost-linear.json', 'gblinear'],
    ] as const)
      expect(refused(new TextDecoder().decode(fixture(file)))).toMatchObject({
        code: 'RANKER_UNSUPPORTED',
        where: expect.stringContaining(where),
      });
  });

  it('what is no model', () => {
    for (const text of ['', '{}', '[]', '{"learner":{}}', '{"learner":7}', '{L\0\0', 'binf'])
      expect(refused(text).code).toBe('RANKER_INVALID');
  });
});
