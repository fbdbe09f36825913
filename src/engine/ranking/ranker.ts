import type { Bundle, Section } from '../bundle/bundle.ts';
import type { Retrieved, Sources } from '../candidates/retrieve.ts';
import type { Interaction } from '../events.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { pageEvent } from '../profile/pageEvent.ts';
import type { Profile } from '../profile/types.ts';
import type { RecommendRequest, Scores, Shelf } from '../shelf/types.ts';
import { bestOf } from './bestOf.ts';
import { calibrate } from './calibrate.ts';
import type { RankerContent } from './content.ts';
import { FEATURES } from './features.ts';
import type { Says } from './inputs/feature.ts';
import { computeInputs, featureOf, type Inputs } from './inputs/inputs.ts';
import { ask, type RankingQuestion } from './inputs/question.ts';
import { readShop, type Shop } from './inputs/shop.ts';
import type { OnnxScorer } from './models/onnx.ts';
import { createPrepared } from './models/prepared.ts';
import { createScorer } from './models/scorer.ts';
import { readRanker } from './readRanker.ts';

/** What retrieval found, with the rows and scores of its blend. */
export interface Blended extends Retrieved {
  /** `items.length x FEATURES.length`. */
  rows: Float64Array;
  /** What each feature of the blend weighs. */
  weights: Float64Array;
  /** By item, as in `items`; NaN: not to be ranked. */
  scores: Float64Array;
}

/** What the ranker made of a question. */
export interface Ranked {
  ranker: Ranker;
  /** Beside the retrieved items: what orders the shelf. NaN for what is not ranked. */
  scores: Float64Array;
  /** Beside the retrieved items: place among the scored, or -1. */
  places: Int32Array;
  /** By place: the model's margin, and the row of the retrieved. */
  margins: Float64Array;
  rows: Int32Array;
  inputs: Inputs;
  /** What a shelf says of it. */
  counters: Pick<Shelf, 'candidatesScored' | 'missingFeatures'>;
  /** The parts of the score of a retrieved item; undefined for one beyond those scored. */
  partsOf(row: number): Scores | undefined;
}

export interface Ranker {
  readonly content: RankerContent;
  /** What a feature is about, for a sentence to people; undefined for what is none. */
  says(feature: string): Says | undefined;
  /** Beside FEATURES: not 0 for what the blend weighs or the ranker reads, and so has to be computed. */
  counts(weights: Float64Array): Float64Array;
  /**
   * For a model that answers in its own time, to be awaited before `rank` with the same question; undefined for any other.
   * Rejects with RANKER_UNAVAILABLE where it fails.
   */
  readonly prepare?:
    | ((
        found: Blended,
        profile: Profile,
        log: readonly Interaction[],
        request: Omit<RecommendRequest, 'k'>,
      ) => Promise<void>)
    | undefined;
  /** Undefined where there is nothing to rank, or a model that answers in its own time has not been prepared. */
  rank(
    found: Blended,
    profile: Profile,
    log: readonly Interaction[],
    request: Omit<RecommendRequest, 'k'>,
  ): Ranked | undefined;
}

/** What the ranker's features are computed from, for some rows of the retrieved, best first. @param log oldest first */
export function questionOf(
  shop: Shop,
  found: Blended,
  rows: Int32Array,
  profile: Profile,
  log: readonly Interaction[],
  request: Omit<RecommendRequest, 'k'>,
): RankingQuestion {
  const width = FEATURES.length;
  const count = rows.length;
  const candidates = {
    items: new Int32Array(count),
    scores: new Float64Array(count),
    ranks: new Int32Array(count),
    rows: new Float64Array(count * width),
    proposers: new Uint16Array(count),
    proposals: found.proposals,
  };
  for (let place = 0; place < count; place++) {
    const row = rows[place]!;
    candidates.items[place] = found.items[row]!;
    candidates.scores[place] = found.scores[row]!;
    candidates.ranks[place] = place;
    candidates.proposers[place] = found.proposers[row]!;
    for (let f = 0; f < width; f++) candidates.rows[place * width + f] = found.rows[row * width + f]!;
  }
  const { context = [] } = request;
  if (context.length === 0) return ask(shop, candidates, profile, log, request);
  // What the page shows is the newest thing the shopper did.
  const event = pageEvent(shop.bundle.manifest.serving);
  const timestamp = (log.at(-1)?.timestamp ?? request.now ?? 0) + 1;
  const page = context.map((itemId): Interaction => ({ itemId, event, timestamp }));
  return ask(shop, candidates, profile, [...log, ...page], request);
}

/** Opens rankers: what only a bundle with a section `ranker` needs, handed in so that a host need not carry it for the others. */
export type OpenRanker = (bundle: Bundle, sources: Sources, kernels: Kernels) => Ranker | undefined;

/** A ranker whose model onnxruntime-web runs, started by the host. */
export interface OnnxModel extends Pick<OnnxScorer, 'scoreRows'> {
  /** The bundle's section `ranker`. */
  section: Section;
}

/**
 * @param trees the module of the tree kernel; absent: that of the kernels, or the plain-JS twin
 * @param onnx the model of a ranker `onnx`, once the host has started it; until then such a bundle has no ranker
 */
export function createOpenRanker(trees?: WebAssembly.Module, onnx?: () => OnnxModel | undefined): OpenRanker {
  return (bundle, sources, kernels) => {
    const started = onnx?.();
    const section = started?.section ?? bundle.section('ranker');
    if (!section || (section.params.kind === 'onnx' && !started)) return undefined;
    return createRanker(readRanker(section), bundle, sources, kernels, trees ?? kernels.trees, started?.scoreRows);
  };
}

/** @throws BUNDLE_LAYOUT where the model does not fit its features */
export function createRanker(
  content: RankerContent,
  bundle: Bundle,
  sources: Sources,
  kernels: Kernels,
  trees?: WebAssembly.Module,
  scoreRows?: OnnxScorer['scoreRows'],
): Ranker {
  const shop = readShop(bundle, sources);
  const scorer = createScorer(content.model, { kernels, trees });
  const prepared = scoreRows && createPrepared(scoreRows);
  const features = content.features.map(featureOf);
  const { share, calibration, retrievalCalibration } = content;
  const isAsked = ({ interactions }: Profile) => interactions > 0 || content.newcomers === true;
  const isRead = FEATURES.map((feature) => content.features.includes(feature));

  const ranker: Ranker = {
    content,
    says: (feature) => featureOf(feature)?.says,
    counts: (weights) => weights.map((weight, f) => (isRead[f] ? 1 : weight)),
    prepare:
      prepared &&
      (async (found, profile, log, request) => {
        const rows = bestOf(found.scores, content.candidates);
        if (rows.length > 0 && isAsked(profile))
          await prepared.prepare(computeInputs(questionOf(shop, found, rows, profile, log, request), features));
      }),
    rank(found, profile, log, request) {
      const rows = bestOf(found.scores, content.candidates);
      if (rows.length === 0 || !isAsked(profile)) return undefined;
      const inputs = computeInputs(questionOf(shop, found, rows, profile, log, request), features);
      const margins = scorer
        ? Float64Array.from(scorer.run(inputs.columns, rows.length, inputs.stride))
        : prepared?.find(inputs);
      if (!margins) return undefined;
      const scores = new Float64Array(found.items.length).fill(Number.NaN);
      const places = new Int32Array(found.items.length).fill(-1);
      const own = new Float64Array(rows.length);
      const factors = new Float64Array(rows.length);
      let lowest = 1;
      for (let place = 0; place < rows.length; place++) {
        const row = rows[place]!;
        places[row] = place;
        own[place] = calibrate(calibration, margins[place]!);
        factors[place] = calibrate(retrievalCalibration, found.scores[row]!);
        scores[row] = (1 - share) * own[place]! + share * factors[place]!;
        if (scores[row]! < lowest) lowest = scores[row]!;
      }
      // The others follow in their own order: below the last, and above nothing.
      for (let row = 0; row < scores.length; row++)
        if (places[row]! < 0) {
          const probability = calibrate(retrievalCalibration, found.scores[row]!);
          scores[row] = (lowest * probability) / (1 + probability);
        }
      return {
        ranker,
        scores,
        places,
        margins,
        rows,
        inputs,
        counters: {
          candidatesScored: rows.length,
          ...(inputs.missing > 0 ? { missingFeatures: inputs.missing } : {}),
        },
        partsOf(row) {
          const place = places[row]!;
          return place < 0 ? undefined : { ranker: own[place]!, factors: factors[place]!, blend: scores[row]! };
        },
      };
    },
  };
  return ranker;
}
