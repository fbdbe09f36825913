import type { TypedArray } from '../bundle/bundle.ts';
import type { SectionContent } from '../bundle/write.ts';
import type { DenseLayer } from '../kernels/dense.ts';
import type { Calibration } from './calibrate.ts';
import type { RankerContent } from './content.ts';
import { packTrees } from './trees/pack.ts';

/** Sections of a ranker: `ranker`, and for trees whose rows were counted `rankerCover`. @param leaves see packTrees */
export function encodeRanker(
  { model, features, calibration, retrievalCalibration, share, candidates, newcomers }: RankerContent,
  leaves: 'i16' | 'f32' = 'f32',
): SectionContent[] {
  const maps = [encodeCalibration('', calibration), encodeCalibration('retrieval', retrievalCalibration)];
  const head = {
    kind: model.kind,
    features: features.join(','),
    share,
    candidates,
    newcomers: newcomers ? 1 : 0,
    ...maps[0]!.params,
    ...maps[1]!.params,
  };
  const knots = { ...maps[0]!.arrays, ...maps[1]!.arrays };
  const ranker = (
    params: Record<string, number | string>,
    arrays: Record<string, TypedArray>,
    load: 'first' | 'later' = 'first',
  ): SectionContent => ({ name: 'ranker', load, params: { ...head, ...params }, arrays: { ...knots, ...arrays } });
  if (model.kind === 'trees') {
    const { params, arrays, cover } = packTrees(model.ensemble, { leaves });
    const hasCover = Object.values(cover).some(({ length }) => length > 0);
    const covers: SectionContent = { name: 'rankerCover', load: 'later', params: {}, arrays: cover };
    return hasCover ? [ranker(params, arrays), covers] : [ranker(params, arrays)];
  }
  const { link, slope } = model;
  if (model.kind === 'dense') return [ranker({ link, slope, layers: model.layers.length }, layerArrays(model.layers))];
  return [ranker({ link, slope }, { model: model.model }, 'later')];
}

function encodeCalibration(prefix: string, { slope, intercept, knots }: Calibration) {
  const name = (own: string) => (prefix === '' ? own : `${prefix}${own[0]!.toUpperCase()}${own.slice(1)}`);
  return {
    params: { [name('calibrationSlope')]: slope, [name('calibrationIntercept')]: intercept },
    arrays: (knots && knots.margins.length > 0
      ? { [name('margins')]: knots.margins, [name('probabilities')]: knots.probabilities }
      : {}) as Record<string, TypedArray>,
  };
}

function layerArrays(layers: readonly DenseLayer[]): Record<string, TypedArray> {
  return Object.fromEntries(
    layers.flatMap(({ weights, bias }, layer): [string, TypedArray][] => [
      [`w${layer}`, weights],
      [`b${layer}`, bias],
    ]),
  );
}
