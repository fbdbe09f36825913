import { fail } from '../../errors/fail.ts';
import type { Section } from '../bundle/bundle.ts';
import { arrayOf, paramOf } from '../bundle/section.ts';
import type { DenseLayer } from '../kernels/dense.ts';
import type { Calibration } from './calibrate.ts';
import type { RankerContent, RankerModel } from './content.ts';
import { unpackTrees } from './trees/unpack.ts';

/** Most candidates that one question may rank. */
const MAX_CANDIDATES = 1000;

/** Names of the inputs of a section `ranker`. */
export const featuresOf = ({ params }: Section): string[] => String(params.features ?? '').split(',');

/** @throws BUNDLE_LAYOUT where the section is no ranker that this version can run */
export function readRanker(section: Section): RankerContent {
  demand(typeof section.params.features === 'string', 'parameter "features"');
  const features = featuresOf(section);
  const share = paramOf(section, 'share');
  const candidates = paramOf(section, 'candidates');
  demand(share >= 0 && share <= 1, 'parameter "share"');
  demand(Number.isInteger(candidates) && candidates >= 1 && candidates <= MAX_CANDIDATES, 'parameter "candidates"');
  const model = readModel(section, features.length);
  return {
    model,
    features,
    share,
    candidates,
    ...(section.params.newcomers === 1 ? { newcomers: true } : {}),
    calibration: readCalibration(section, (name) => name),
    retrievalCalibration: readCalibration(section, (name) => `retrieval${name[0]!.toUpperCase()}${name.slice(1)}`),
  };
}

function readModel(section: Section, inputs: number): RankerModel {
  const { kind } = section.params;
  if (kind === 'trees') {
    const ensemble = unpackTrees(section);
    demand(ensemble.inputs === inputs, `trees over ${ensemble.inputs} inputs, ${inputs} features`);
    return { kind, ensemble };
  }
  const { link } = section.params;
  const slope = paramOf(section, 'slope');
  if (link !== 'logistic' && link !== 'identity') throw broken('parameter "link"');
  demand(slope > 0 && Number.isFinite(slope), 'parameter "slope"');
  if (kind === 'dense') {
    const layers: DenseLayer[] = [];
    let width = inputs;
    for (let layer = 0; layer < paramOf(section, 'layers'); layer++) {
      const bias = arrayOf(section, `b${layer}`, Float32Array);
      const weights = arrayOf(section, `w${layer}`, Float32Array, bias.length * width);
      demand(weights.every(Number.isFinite) && bias.every(Number.isFinite), `layer ${layer}`);
      layers.push({ weights, bias });
      width = bias.length;
    }
    demand(layers.length > 0 && width === 1, 'dense layers of one output');
    return { kind, layers, link, slope };
  }
  demand(kind === 'onnx', `kind ${kind}`);
  return { kind: 'onnx', model: arrayOf(section, 'model', Uint8Array), link, slope };
}

function readCalibration(section: Section, named: (name: string) => string): Calibration {
  const slope = paramOf(section, named('calibrationSlope'));
  const intercept = paramOf(section, named('calibrationIntercept'));
  demand(slope > 0 && Number.isFinite(slope), `parameter "${named('calibrationSlope')}"`);
  demand(Number.isFinite(intercept), `parameter "${named('calibrationIntercept')}"`);
  if (!section.arrays[named('margins')]) return { slope, intercept };
  const margins = arrayOf(section, named('margins'), Float64Array);
  const probabilities = arrayOf(section, named('probabilities'), Float64Array, margins.length);
  const rises = (values: Float64Array, isStrict: boolean) =>
    values.every((value, i) => i === 0 || (isStrict ? value > values[i - 1]! : value >= values[i - 1]!));
  demand(margins.every(Number.isFinite) && rises(margins, true), `array "${named('margins')}"`);
  demand(
    rises(probabilities, false) && probabilities.every((value) => value >= 0 && value <= 1),
    `array "${named('probabilities')}"`,
  );
  return { slope, intercept, knots: { margins, probabilities } };
}

const broken = (what: string) => fail('BUNDLE_LAYOUT', `section "ranker": ${what}`);

function demand(isMet: boolean, what: string): void {
  if (!isMet) throw broken(what);
}
