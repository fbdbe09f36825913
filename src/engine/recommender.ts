import { fail } from '../errors/fail.ts';
import type { Bundle } from './bundle/bundle.ts';
import type { Catalogue } from './bundle/catalogue.ts';
import type { ServingConfig } from './bundle/manifest.ts';
import type { RunSequence } from './candidates/encoders/sequence.ts';
import { createIvfIndex } from './candidates/index/ivf.ts';
import { createModels } from './candidates/models.ts';
import { openSources, retrieve, type Sources, type SourcesOptions } from './candidates/retrieve.ts';
import type { Interaction } from './events.ts';
import type { Kernels } from './kernels/kernels.ts';
import { pageEvent } from './profile/pageEvent.ts';
import { createProfileReader } from './profile/reader.ts';
import type { NumberedInteraction } from './profile/readProfile.ts';
import { summariseProfile } from './profile/summary.ts';
import type { Profile, ProfileSummary } from './profile/types.ts';
import { blendScores, placedBlend } from './ranking/blend.ts';
import { createExplain, type Explain } from './ranking/explain/explain.ts';
import { computeFeatures, leadFeatures, popularityFeature } from './ranking/features.ts';
import { type Blended, createOpenRanker, type OnnxModel, type OpenRanker, type Ranker } from './ranking/ranker.ts';
import { rerankItems } from './ranking/rerank.ts';
import { assembleShelf } from './shelf/assemble.ts';
import { checkBrowse, checkIds, checkOptions, checkRequest } from './shelf/checkRequest.ts';
import { browseItems, displayItem } from './shelf/display.ts';
import { type Allowed, filterItems } from './shelf/filter.ts';
import { askingOf, placementOf, quotasOf } from './shelf/placements.ts';
import { recIdOf } from './shelf/recId.ts';
import { similarItems } from './shelf/similar.ts';
import {
  type BrowseRequest,
  type ItemDisplay,
  type Recommendation,
  type RecommendRequest,
  type Shelf,
  SOURCE_NAMES,
  type SourceName,
  type SourceSettings,
} from './shelf/types.ts';

/** The recommender of one bundle. Every method is a pure function of bundle, log and request. Logs go oldest first. */
export interface Engine {
  readonly bundle: Bundle;
  readonly kernels: Kernels;
  readonly sources: Sources;
  readProfile(log: readonly Interaction[]): Profile;
  /**
   * To be awaited before `recommend` and `rerank` with the same log and request, where the bundle's encoder or ranker is a model that
   * answers in its own time; undefined where there is nothing to wait for. Without it these go by the other sources, in the order of
   * the retrieval. `rerank` asks no ranker: before it, `useRanking: false`.
   * Rejects where a model fails. @throws REQUEST_INVALID
   */
  prepare(log: readonly Interaction[], request: Omit<RecommendRequest, 'k'>): Promise<void> | undefined;
  /** What the retrieval finds for a question, before any ranker: every source's candidates with the blend's features and scores. */
  retrieve(log: readonly Interaction[], request: Omit<RecommendRequest, 'k'>): Found;
  /** @throws REQUEST_INVALID */
  recommend(log: readonly Interaction[], request: RecommendRequest): Shelf;
  /** Items like this one. @throws ITEM_UNKNOWN, REQUEST_INVALID */
  similar(itemId: string, request: RecommendRequest, log: readonly Interaction[]): Shelf;
  /**
   * The same ids, best for this shopper first; the input's order where nothing is known of them or of the shopper.
   * Of the request count `placement`, `sources` and `context`; a filter does not drop what the page shows already.
   * @throws REQUEST_INVALID
   */
  rerank(itemIds: readonly string[], log: readonly Interaction[], request?: Omit<RecommendRequest, 'k'>): string[];
  /** What a page draws; ids that the bundle does not know are left out. @throws REQUEST_INVALID */
  display(itemIds: readonly string[]): ItemDisplay[];
  /** @throws REQUEST_INVALID */
  browse(request: BrowseRequest): { total: number; items: ItemDisplay[] };
  categories(): string[];
  summary(log: readonly Interaction[]): ProfileSummary;
}

/** A shopper's candidates. Answers are valid until the engine is asked again. */
export interface Found extends Blended {
  profile: Profile;
  allowed: Allowed;
}

export interface EngineOptions {
  /** Makes an index that only this host can have, in place of the bundle's own, over the scanner of its item vectors. */
  index?: SourcesOptions['index'];
  /** Runs the model of an encoder `onnx`. Absent: such a bundle answers from its other sources. */
  sequence?: RunSequence | undefined;
  /** The started model of a ranker `onnx`. Absent: shelves of such a bundle are in the order of the retrieval. */
  ranker?: OnnxModel | undefined;
}

/** @throws BUNDLE_LAYOUT where a section does not fit the catalogue */
export function createEngine(bundle: Bundle, kernels: Kernels, options: EngineOptions = {}): Engine {
  return createBareEngine(bundle, kernels, {
    ...options,
    createIvf: createIvfIndex,
    models: createModels(options.sequence),
    openRanker: createOpenRanker(undefined, () => options.ranker),
    explain: createExplain,
  });
}

/** What only some bundles need, handed in so that a host need not carry it for the others. */
export interface BareOptions extends SourcesOptions {
  /** Absent: a bundle's ranker is not asked, and shelves are in the order of the retrieval. Asked again while it has none yet. */
  openRanker?: OpenRanker | undefined;
  /** Absent, or with nothing yet to give: `explain` adds nothing. */
  explain?: ((bundle: Bundle, sources: Sources) => Explain | undefined) | undefined;
}

/** An engine that carries no reader of inverted lists, no models, no ranker and no explanations but those it is given. @throws BUNDLE_LAYOUT */
export function createBareEngine(bundle: Bundle, kernels: Kernels, options: BareOptions = {}): Engine {
  const { catalogue, manifest } = bundle;
  const { serving, bundleVersion } = manifest;
  const sources = openSources(bundle, kernels, options);
  let opened: Ranker | undefined;
  let explain: Explain | undefined;
  const openRanker = () => (opened ??= options.openRanker?.(bundle, sources, kernels));
  const openExplain = () => (explain ??= options.explain?.(bundle, sources));
  // A ranker that does not fit is an error here and not of some shelf.
  openRanker();
  const askedOf = createAsking(serving, sources);
  const profiles = createProfileReader(catalogue, serving);
  const profileOf = (log: readonly Interaction[]) => profiles.read(log);
  const profileFor = (log: readonly Interaction[], request: Omit<RecommendRequest, 'k'>) =>
    withCart({ ...profiles.read(log, contextOf(log, request, bundle)), now: request.now }, request, catalogue);

  // What a request makes of its sources no ranker has learned from.
  const rankerFor = ({ useRanking, sources }: Omit<RecommendRequest, 'k'>) =>
    useRanking === false || sources ? undefined : openRanker();

  /** @param counted what of the features is computed, beside FEATURES; absent: all */
  const find = (
    log: readonly Interaction[],
    request: Omit<RecommendRequest, 'k'>,
    counted?: (weights: Float64Array) => Float64Array | undefined,
  ): Found => {
    const profile = profileFor(log, request);
    const allowed = filterItems(catalogue, serving, profile, request);
    const { quotas, weights } = askedOf(request, profile.interactions > 0);
    const retrieved = retrieve(sources, profile, allowed.preferred, quotas);
    const rows = computeFeatures(retrieved, profile, sources.popularity, counted?.(weights));
    return { ...retrieved, profile, allowed, rows, weights, scores: blendScores(rows, weights) };
  };

  return {
    bundle,
    kernels,
    sources,
    readProfile: profileOf,

    prepare(log, request) {
      const encoder = sources.factors?.userVector;
      const ranker = rankerFor(request);
      if (!encoder?.prepare && !ranker?.prepare) return undefined;
      checkOptions(request);
      const encoded = encoder?.prepare?.(profileFor(log, request));
      if (!ranker?.prepare) return encoded;
      const rank = () => {
        const { profile, ...found } = find(log, request, ranker.counts);
        return ranker.prepare?.(found, profile, log, request);
      };
      return encoded ? encoded.then(rank) : rank();
    },

    retrieve: (log, request) => find(log, request),

    recommend(log, request) {
      checkRequest(request);
      const ranker = rankerFor(request);
      const { profile, allowed, ...found } = find(log, request, (weights) =>
        request.explain ? undefined : (ranker?.counts(weights) ?? weights),
      );
      const ranked = ranker?.rank(found, profile, log, request);
      const told = request.explain ? openExplain() : undefined;
      const items = assembleShelf(bundle, sources, profile, found, ranked, allowed, request, told);
      return {
        recId: recIdOf(questionOf(bundleVersion, ['recommend'], request), log),
        bundleVersion,
        isFallback: profile.interactions === 0 || isAllBackfill(items),
        items,
        ...ranked?.counters,
      };
    },

    similar(itemId, request, log) {
      checkRequest(request);
      const item = catalogue.numberOf(itemId);
      if (item < 0) throw fail('ITEM_UNKNOWN', itemId);
      const allowed = filterItems(catalogue, serving, profileOf(log), {
        ...request,
        repeats: 'allow',
        exclude: [...(request.exclude ?? []), itemId],
      });
      const items = similarItems(bundle, sources, item, allowed.eligible, request.k);
      const isFallback = items.length === 0 || isAllBackfill(items);
      return {
        recId: recIdOf(questionOf(bundleVersion, ['similar', itemId], request), log),
        bundleVersion,
        isFallback,
        items,
      };
    },

    rerank(itemIds, log, request = {}) {
      checkIds(itemIds, 'itemIds');
      checkOptions(request);
      const { quotas, weights } = askedOf(request, true);
      return rerankItems(catalogue, sources, quotas, weights, profileFor(log, request), itemIds);
    },

    display(itemIds) {
      checkIds(itemIds, 'itemIds');
      const items = itemIds.map((itemId) => catalogue.numberOf(itemId)).filter((item) => item >= 0);
      return items.map((item) => displayItem(bundle, item));
    },

    browse(request) {
      checkBrowse(request);
      return browseItems(bundle, request);
    },

    categories: () => catalogue.categories.filter((category) => category !== ''),
    summary: (log) => summariseProfile(log, profileOf(log), catalogue),
  };
}

/** Nothing that any source proposed; not so an empty shelf, which a filter may leave of anything. */
const isAllBackfill = (items: readonly Recommendation[]) =>
  items.length > 0 && items.every(({ isBackfill }) => isBackfill === true);

/** What a request asks of the sources, and what each feature then counts. */
interface Asked {
  quotas: Record<SourceName, number>;
  weights: Float64Array;
}

/** What requests ask of the sources; those without settings of their own share an answer per placement. */
function createAsking(
  serving: ServingConfig,
  { popularity }: Sources,
): (request: Pick<RecommendRequest, 'placement' | 'sources'>, isKnown: boolean) => Asked {
  const mainWindow = popularity?.mainWindow ?? 'medium';
  // The blend was learned on shoppers with a history, where popularity only corrects: a newcomer gets plain popularity.
  const newcomers: Record<string, number> = popularity ? { [popularityFeature(mainWindow)]: 1 } : {};
  const ask = (request: Pick<RecommendRequest, 'placement' | 'sources'>, isKnown: boolean): Asked => {
    const asking = askingOf(serving, request);
    const learned = serving.blends?.[placementOf(request)] ?? serving.blend;
    const weights = placedBlend(isKnown ? learned : newcomers, asking, leadFeatures(mainWindow));
    return { quotas: quotasOf(asking), weights };
  };
  const kept = new Map<string, Asked>();
  return (request, isKnown) => {
    if (request.sources) return ask(request, isKnown);
    const key = `${placementOf(request)} ${isKnown}`;
    const asked = kept.get(key) ?? ask(request, isKnown);
    kept.set(key, asked);
    return asked;
  };
}

/** On the cart's own page, what the page shows is the cart. */
function withCart(profile: Profile, request: Omit<RecommendRequest, 'k'>, catalogue: Catalogue): Profile {
  if (request.placement !== 'cart' || !request.context) return profile;
  const cart = request.context.map((itemId) => catalogue.numberOf(itemId)).filter((item) => item >= 0);
  return { ...profile, cart: Int32Array.from(new Set(cart)) };
}

/** The page's own items are the newest thing the shopper did: one step after the log's newest. */
function contextOf(
  log: readonly Interaction[],
  { context = [], now = 0 }: Omit<RecommendRequest, 'k'>,
  { catalogue, manifest }: Bundle,
): NumberedInteraction[] {
  const timestamp = (log.at(-1)?.timestamp ?? now) + 1;
  const event = pageEvent(manifest.serving);
  return context.map((itemId) => ({ item: catalogue.numberOf(itemId), event, timestamp }));
}

/**
 * The parts that name an answer. The request's fields in one order, so that hosts that build it differently, or add fields
 * of their own, ask the same question.
 */
function questionOf(
  bundleVersion: string,
  what: readonly [method: string, itemId?: string],
  request: RecommendRequest,
): string[] {
  const { k, context, exclude, category, now, explain, repeats, useRanking, minScore, device } = request;
  const { brand, price, inStock, only, sources } = request;
  // What is no placement asks as home does: it may be anything, and its text is none of ours.
  const placement = request.placement === undefined ? undefined : placementOf(request);
  return [
    bundleVersion,
    ...what.map(String),
    JSON.stringify([k, placement, context, exclude, category, now, explain === true, repeats]),
    JSON.stringify([brand, price && [price.min, price.max], inStock !== false, only, settingsOf(sources)]),
    ...(useRanking === false || minScore || device ? [JSON.stringify([useRanking !== false, minScore, device])] : []),
  ];
}

const settingsOf = (sources: SourceSettings | undefined) =>
  sources && SOURCE_NAMES.map((name) => sources[name] && [sources[name].quota, sources[name].weight]);
