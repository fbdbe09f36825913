import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Section, TypedArray } from '../bundle/bundle.ts';
import { openShop } from '../testing/bundle.test-support.ts';
import type { RankerContent } from './content.ts';
import { encodeRanker } from './encodeRanker.ts';
import { readRanker } from './readRanker.ts';
import { forests } from './trees/forest.test-support.ts';
import { unpackTrees } from './trees/unpack.ts';

const HEAD = {
  calibration: { slope: 1.5, intercept: -0.25 },
  retrievalCalibration: {
    slope: 0.5,
    intercept: -3,
    knots: { margins: Float64Array.of(-1, 0, 2.5), probabilities: Float64Array.of(0.01, 0.01, 0.5) },
  },
  share: 0.3,
  candidates: 300,
};
const DENSE: RankerContent = {
  ...HEAD,
  features: ['recency', 'frequency', 'itemPrice'],
  model: {
    kind: 'dense',
    link: 'logistic',
    slope: 1,
    layers: [
      { weights: Float32Array.of(1, 2, 3, 4, 5, 6), bias: Float32Array.of(0.5, -0.5) },
      { weights: Float32Array.of(1, -1), bias: Float32Array.of(0.25) },
    ],
  },
};
const ONNX: RankerContent = {
  ...HEAD,
  features: ['recency'],
  model: { kind: 'onnx', model: Uint8Array.of(1, 2, 3), link: 'identity', slope: 2 },
};

/** The first section of a ranker as its reader gets it. */
const sectionOf = (content: RankerContent, leaves?: 'i16' | 'f32'): Section => {
  const [ranker] = encodeRanker(content, leaves);
  return { name: 'ranker', params: ranker!.params!, arrays: ranker!.arrays };
};

describe('a ranker packed and read', () => {
  it('is the same dense layers', () => {
    expect(readRanker(sectionOf(DENSE))).toEqual(DENSE);
  });

  it('is the same ONNX model, which comes after the first shelf', () => {
    expect(readRanker(sectionOf(ONNX))).toEqual(ONNX);
    expect(encodeRanker(ONNX).map(({ name, load }) => [name, load])).toEqual([['ranker', 'later']]);
    expect(encodeRanker(DENSE).map(({ name, load }) => [name, load])).toEqual([['ranker', 'first']]);
  });

  it('is the same forest, whose covers come later where they are known', () => {
    fc.assert(
      fc.property(forests({ isRounded: true }), (ensemble) => {
        const features = Array.from({ length: ensemble.inputs }, (_, f) => `f${f}`);
        const content: RankerContent = { ...HEAD, features, model: { kind: 'trees', ensemble } };
        const { model, ...head } = readRanker(sectionOf(content));
        expect(head).toEqual({ ...HEAD, features });
        // A forest's nodes are numbered anew: packed again it has the same bytes.
        expect(sectionOf({ ...content, model })).toEqual(sectionOf(content));
        const [ranker, cover] = encodeRanker(content);
        const isCovered = ensemble.trees.some((tree) => tree.cover.length > 0);
        expect(cover?.load).toBe(isCovered ? 'later' : undefined);
        if (!cover) return;
        const whole = unpackTrees(
          { name: 'ranker', params: ranker!.params!, arrays: ranker!.arrays },
          { name: 'rankerCover', params: {}, arrays: cover.arrays },
        );
        const sum = (trees: typeof whole.trees) => trees.flatMap((tree) => [...tree.cover]).reduce((a, b) => a + b, 0);
        expect(sum(whole.trees)).toBeCloseTo(sum(ensemble.trees), 6);
      }),
      { numRuns: 50 },
    );
  });

  it('goes through the format', async () => {
    const bundle = await openShop({ ids: ['x'], sections: encodeRanker(DENSE) });
    expect(readRanker(bundle.section('ranker')!)).toEqual(DENSE);
  });
});

describe('readRanker refuses', () => {
  const params = (changed: Record<string, number | string>) => (section: Section) => ({
    ...section,
    params: { ...section.params, ...changed },
  });
  const arrays = (changed: Record<string, TypedArray>) => (section: Section) => ({
    ...section,
    arrays: { ...section.arrays, ...changed },
  });
  const without = (name: string) => (section: Section) => {
    const { [name]: _, ...rest } = section.params;
    return { ...section, params: rest };
  };

  it.each<[string, (section: Section) => Section]>([
    ['a share of 2', params({ share: 2 })],
    ['a share below 0', params({ share: -0.1 })],
    ['a share that is no number', params({ share: Number.NaN })],
    ['no candidates', params({ candidates: 0 })],
    ['more candidates than a question may rank', params({ candidates: 1001 })],
    ['half a candidate', params({ candidates: 1.5 })],
    ['a feature too many', params({ features: 'recency,frequency,itemPrice,itemAge' })],
    ['a feature too few', params({ features: 'recency' })],
    ['no features', without('features')],
    ['a kind that it does not know', params({ kind: 'forest' })],
    ['no kind', without('kind')],
    ['no layers', params({ layers: 0 })],
    ['a layer more than there are', params({ layers: 3 })],
    ['layers without end', params({ layers: Number.POSITIVE_INFINITY })],
    ['layers of two outputs', params({ layers: 1 })],
    ['a link that it does not know', params({ link: 'probit' })],
    ['a slope of 0', params({ slope: 0 })],
    ['a slope without end', params({ slope: Number.POSITIVE_INFINITY })],
    ['a calibration that falls', params({ calibrationSlope: -1 })],
    ['a calibration without end', params({ calibrationSlope: Number.POSITIVE_INFINITY })],
    ['a calibration from nowhere', params({ calibrationIntercept: Number.NaN })],
    ['no calibration', without('retrievalCalibrationSlope')],
    ['knots that fall', arrays({ retrievalMargins: Float64Array.of(0, -1, 2) })],
    ['knots at one margin', arrays({ retrievalMargins: Float64Array.of(0, 0, 2) })],
    ['knots at no margin', arrays({ retrievalMargins: Float64Array.of(0, Number.NaN, 2) })],
    ['one knot at no margin', arrays({ margins: Float64Array.of(Number.NaN), probabilities: Float64Array.of(0.5) })],
    ['probabilities that fall', arrays({ retrievalProbabilities: Float64Array.of(0.5, 0.4, 0.6) })],
    ['probabilities above 1', arrays({ retrievalProbabilities: Float64Array.of(0.5, 0.6, 1.5) })],
    ['probabilities below 0', arrays({ retrievalProbabilities: Float64Array.of(-0.5, 0.6, 0.7) })],
    ['a probability too few', arrays({ retrievalProbabilities: Float64Array.of(0.5, 0.6) })],
    ['weights of another layer', arrays({ w0: Float32Array.of(1, 2, 3) })],
    ['weights that are no numbers', arrays({ w1: Float32Array.of(1, Number.NaN) })],
    ['a bias without end', arrays({ b1: Float32Array.of(Number.POSITIVE_INFINITY) })],
  ])('%s', (_, harm) => {
    expect(() => readRanker(harm(sectionOf(DENSE)))).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
  });
});
