import type { Bundle, Section } from '../../bundle/bundle.ts';
import type { Sources } from '../../candidates/retrieve.ts';
import type { Profile } from '../../profile/types.ts';
import type { FeatureContribution } from '../../shelf/types.ts';
import { calibrate } from '../calibrate.ts';
import type { RankerContent, RankerModel } from '../content.ts';
import { FEATURES } from '../features.ts';
import type { Blended, Ranked, Ranker } from '../ranker.ts';
import { unpackTrees } from '../trees/unpack.ts';
import type { Attribution } from './attribution.ts';
import { contributionsOf, type ScorePart } from './contributions.ts';
import { groundsOf } from './grounds.ts';
import { createIntegratedGradients } from './integratedGradients.ts';
import { sentenceOf } from './sentence.ts';
import { createTreeShap } from './shap.ts';

/** Says why a ranked item stands where it does. */
export interface Explainer {
  /**
   * What each feature adds to the score of a retrieved item, `ranked.scores[row]`: they sum to it (contributions.ts). A feature that was
   * missing has the value null. Of a model from outside there are its parts alone: `ranker`, with its margin, and the features of the
   * retrieval; of an item beyond those ranked, the latter.
   */
  contributions(found: Blended, ranked: Ranked, row: number): FeatureContribution[];
  /** A sentence for people, from contributions to it; undefined where none of them speaks to people. */
  sentence(
    contributions: readonly FeatureContribution[],
    profile: Profile,
    found: Blended,
    row: number,
  ): string | undefined;
}

/**
 * @throws BUNDLE_LAYOUT where dense layers do not fit each other; `contributions` throws it where covers are not the forest's
 */
export function createExplainer(
  { content, says }: Pick<Ranker, 'content' | 'says'>,
  bundle: Bundle,
  sources: Sources,
): Explainer {
  const attribute = createAttribution(content.model, bundle);
  return {
    contributions(found, ranked, row) {
      const place = ranked.places[row]!;
      const retrieval = retrievalPart(content, found, row);
      if (place < 0) return contributionsOf(ranked.scores[row]!, [beyond(retrieval, ranked.scores[row]!)]);
      return contributionsOf(ranked.scores[row]!, [
        { ...rankerPart(content, attribute, ranked, place), weight: 1 - content.share },
        { ...retrieval, weight: content.share },
      ]);
    },
    sentence: (contributions, profile, found, row) =>
      sentenceOf(contributions, says, groundsOf(bundle, sources, profile, found.items[row]!, found.proposers[row]!)),
  };
}

/**
 * What gives a row its contributions to the margin; undefined for a model that nothing is known of. Covers are a later section: once they are here, trees
 * are explained by them.
 */
function createAttribution(model: RankerModel, bundle: Bundle): ((row: ArrayLike<number>) => Attribution) | undefined {
  if (model.kind === 'onnx') return undefined;
  if (model.kind === 'dense') return createIntegratedGradients(model.layers);
  let made: { covers: Section | undefined; attribute: (row: ArrayLike<number>) => Attribution } | undefined;
  return (row) => {
    const covers = bundle.section('rankerCover');
    if (!made || made.covers !== covers) {
      const ensemble = covers ? unpackTrees(bundle.section('ranker')!, covers) : model.ensemble;
      made = { covers, attribute: createTreeShap(ensemble) };
    }
    return made.attribute(row);
  };
}

function rankerPart(
  { features, calibration }: RankerContent,
  attribute: ((row: ArrayLike<number>) => Attribution) | undefined,
  { margins, inputs }: Ranked,
  place: number,
): Omit<ScorePart, 'weight'> {
  const margin = margins[place]!;
  const probabilityOf = (of: number) => calibrate(calibration, of);
  if (!attribute)
    return { margin, base: 0, probabilityOf, features: [{ feature: 'ranker', value: margin, contribution: margin }] };
  const row = Float32Array.from(features, (_, input) => inputs.columns[input * inputs.stride + place]!);
  const own = attribute(row);
  return {
    margin,
    base: own.base,
    probabilityOf,
    features: features.map((feature, f) => ({
      feature,
      // As NaN it would not cross JSON.
      value: Number.isNaN(row[f]) ? null : row[f]!,
      contribution: own.inputs[f]!,
    })),
  };
}

function retrievalPart(
  { retrievalCalibration }: RankerContent,
  { rows, weights, scores }: Blended,
  row: number,
): Omit<ScorePart, 'weight'> {
  return {
    margin: scores[row]!,
    base: 0,
    probabilityOf: (score) => calibrate(retrievalCalibration, score),
    features: FEATURES.map((feature, f) => {
      const value = rows[row * FEATURES.length + f]!;
      return { feature, value, contribution: value * weights[f]! };
    }),
  };
}

/** The retrieval's part as the whole of a score that only keeps its order, below those that were ranked. */
function beyond(retrieval: Omit<ScorePart, 'weight'>, score: number): ScorePart {
  const { margin, probabilityOf } = retrieval;
  const own = probabilityOf(margin);
  // Undoes what the ranker made of it: score = lowest x own / (1 + own).
  const lowest = own > 0 ? (score * (1 + own)) / own : 0;
  return {
    ...retrieval,
    weight: 1,
    probabilityOf: (of) => (lowest * probabilityOf(of)) / (1 + probabilityOf(of)),
  };
}
