import { describe, expect, it } from 'vitest';
import { leafOf, marginOf, type TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { importLightgbm } from './lightgbm.ts';
import { expectParity, fixture, modelsOf, parity, readingOf } from './parity.test-support.ts';

const TEXT = new TextDecoder().decode(fixture('lightgbm-binary.txt'));
const { read, ensembleOf, refused } = readingOf(importLightgbm);

describe('answers as LightGBM', () => {
  it.each(modelsOf('lightgbm-'))('%s', (name) => {
    const imported = importLightgbm(fixture(parity.models[name]!.file));
    expectParity(name, imported);
    expect(imported.features).toEqual(parity.names);
    expect(imported.notes).toHaveLength(name === 'lightgbm-poisson' ? 1 : 0);
  });

  it('with the same link, slope and counts', () => {
    const { trees, link, slope } = ensembleOf(TEXT);
    expect({ link, slope, trees: trees.length }).toEqual({ link: 'logistic', slope: 1.7, trees: 4 });
    for (const { cover } of trees) expect(cover.reduce((sum, count) => sum + count)).toBe(400);
    expect(trees.some(({ sets }) => sets.length > 0)).toBe(true);
  });
});

/** x <= 0.5 ? 1 : 2, by a double threshold between two float32 numbers. */
const stump = (threshold: string, decision: number, head = 'objective=lambdarank') =>
  `tree\nversion=v4\nnum_class=1\nmax_feature_idx=0\n${head}\nfeature_names=Column_0\n\nTree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\n` +
  `threshold=${threshold}\ndecision_type=${decision}\nleft_child=-1\nright_child=-2\nleaf_value=1 2\nis_linear=0\n\n\nend of trees\n`;

describe('a node', () => {
  const leaves = (text: string, values: number[]) => values.map((value) => leafOf(ensembleOf(text).trees[0]!, [value]));

  it.each<[string, number, number[], number[]]>([
    ['NaN as 0 where nothing is missing', 0, [Number.NaN, 0, 1], [0, 0, 1]],
    ['NaN left by default', 2 | (2 << 2), [Number.NaN, 1], [0, 1]],
    ['NaN right by default', 2 << 2, [Number.NaN, 0], [1, 0]],
  ])('%s', (_, decision, values, expected) => expect(leaves(stump('0.5', decision), values)).toEqual(expected));

  it('sends NaN as 0 right of a threshold below 0', () => {
    expect(leaves(stump('-0.5', 0), [Number.NaN, 0, -1])).toEqual([1, 1, 0]);
  });

  it('compares float32 inputs as LightGBM compares doubles', () => {
    expect(leaves(stump('0.1', 0), [Math.fround(0.1), 0.09999999])).toEqual([1, 0]);
    expect(leaves(stump('1e300', 8), [3e38, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([0, 1, 1]);
  });

  it('sends every number left of inf, which LightGBM writes where a node asks whether a value is missing', () => {
    expect(leaves(stump('inf', 8), [-1, 3.4e38, Number.NaN])).toEqual([0, 0, 1]);
  });

  it('takes zero_as_missing where a comparison sends 0 there anyhow, and says where none does', () => {
    expect(leaves(stump('0.5', 2 | (1 << 2)), [0, Number.NaN, 1])).toEqual([0, 0, 1]);
    expect(leaves(stump('-0.5', 1 << 2), [0, Number.NaN, -1])).toEqual([1, 1, 0]);
    for (const [threshold, decision] of [
      ['0.5', 1 << 2],
      ['-0.5', 2 | (1 << 2)],
      ['0', 2 | (1 << 2)],
    ] as const)
      expect(refused(stump(threshold, decision))).toMatchObject({
        code: 'RANKER_UNSUPPORTED',
        where: expect.stringContaining('zero_as_missing'),
      });
  });
});

it('has no names where LightGBM made them up, and predicts the margin without an objective', () => {
  expect(read(stump('0.5', 2))).toMatchObject({ features: undefined, objective: 'lambdarank', inputs: 1 });
  expect(read(stump('0.5', 2, 'label_index=0'))).toMatchObject({
    objective: 'custom',
    model: { ensemble: { link: 'identity' } },
  });
});

it.each(['poisson', 'gamma', 'tweedie', 'cross_entropy_lambda', 'regression sqrt'])('notes the link of %s', (name) => {
  const { notes, model } = read(stump('0.5', 2, `objective=${name}`));
  expect(notes).toEqual([expect.stringContaining('which orders alike')]);
  expect(marginOf((model as { ensemble: TreeEnsemble }).ensemble, [0])).toBe(1);
});

describe('refuses', () => {
  it.each<[string, string, string, string]>([
    ['an unknown objective', 'objective=binary sigmoid:1.7', 'objective=hinge', 'RANKER_UNSUPPORTED'],
    ['an object’s own name as objective', 'objective=binary', 'objective=constructor', 'RANKER_UNSUPPORTED'],
    ['a slope of 0', 'sigmoid:1.7', 'sigmoid:0', 'RANKER_INVALID'],
    ['another version', 'version=v4', 'version=v9', 'RANKER_UNSUPPORTED'],
    ['a feature too few', 'max_feature_idx=5', 'max_feature_idx=4', 'RANKER_INVALID'],
    ['a feature too many', 'max_feature_idx=5', 'max_feature_idx=1e12', 'RANKER_INVALID'],
    ['a tree too few', 'tree_sizes=', 'tree_sizes=1 ', 'RANKER_INVALID'],
    ['a tree left out', 'Tree=1', 'Tree=2', 'RANKER_INVALID'],
    ['more leaves than there are', 'num_leaves=6', 'num_leaves=7', 'RANKER_INVALID'],
    ['a billion leaves', 'num_leaves=6', 'num_leaves=1000000000', 'RANKER_INVALID'],
    [
      'pandas’ own numbers of categories',
      'pandas_categorical:null',
      'pandas_categorical:[["a","b"]]',
      'RANKER_UNSUPPORTED',
    ],
    ['pandas’ line cut short', 'pandas_categorical:null', 'pandas_categorical:[', 'RANKER_INVALID'],
  ])('%s', (_, from, to, code) => {
    expect(TEXT).toContain(from);
    expect(refused(TEXT.replace(from, to)).code).toBe(code);
  });

  it.each<[string, RegExp, string]>([
    ['a threshold of NaN', /^threshold=\S+/m, 'threshold=nan'],
    ['a threshold of -inf', /^threshold=\S+/m, 'threshold=-inf'],
    ['a threshold below every float32', /^threshold=-?\d\S*/m, 'threshold=-1e300'],
    ['an infinite leaf', /^leaf_value=\S+/m, 'leaf_value=-inf'],
    ['a leaf of inf', /^leaf_value=\S+/m, 'leaf_value=inf'],
    ['a child out of range', /^left_child=\S+/m, 'left_child=99'],
    ['a cycle', /^left_child=\S+/m, 'left_child=0'],
    ['a leaf out of range', /^left_child=\S+/m, 'left_child=-99'],
    ['half a child', /^left_child=\S+/m, 'left_child=0.5'],
    ['an input out of range', /^split_feature=\S+/m, 'split_feature=6'],
    ['a missing field', /^decision_type=.*\n/m, ''],
    ['a field twice', /^num_cat=/m, 'num_leaves=6\nnum_cat='],
    ['a set that is not there', /^decision_type=\S+/m, 'decision_type=1'],
    ['a kind of missing that is none', /^decision_type=\S+/m, 'decision_type=14'],
    ['boundaries that fall', /^cat_boundaries=0 \S+/m, 'cat_boundaries=0 -3'],
    ['no end of trees', /^end of trees/m, ''],
    ['a word in place of a number', /^leaf_value=\S+/m, 'leaf_value=many'],
  ])('%s', (_, from, to) => {
    expect(TEXT).toMatch(from);
    // The first tree asks category first, whose threshold is the number of its set.
    expect(refused(TEXT.replace(from, to)).code).toBe('RANKER_INVALID');
  });

  it('what gives more than one score, or leaves that are functions, or 0 as missing in earnest', () => {
    for (const [file, where] of [
      ['lightgbm-multiclass.txt', 'num_class=3'],
      ['lightgbm-linear.txt', 'linear_tree'],
      ['lightgbm-zero-refused.txt', 'zero_as_missing'],
    ] as const)
      expect(refused(new TextDecoder().decode(fixture(file)))).toMatchObject({
        code: 'RANKER_UNSUPPORTED',
        where: expect.stringContaining(where),
      });
  });

  it('what is no text model', () => {
    for (const text of ['', '{}', 'tree', '<html>', 'tree\nversion=v4\nmax_feature_idx=0\nend of trees\n'])
      expect(refused(text).code).toBe('RANKER_INVALID');
    expect(() => importLightgbm(Uint8Array.of(0x74, 0xff, 0xfe))).toThrow(
      expect.objectContaining({ code: 'RANKER_INVALID' }),
    );
  });
});
