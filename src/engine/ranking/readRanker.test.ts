import { describe, expect, it } from 'vitest';
import type { Section, TypedArray } from '../bundle/bundle.ts';
import { DENSE, sectionOf } from './content.test-support.ts';
import { readRanker } from './readRanker.ts';

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
