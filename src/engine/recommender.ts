import { fail } from '../errors/fail.ts';
import type { Bundle } from './bundle/bundle.ts';
import type { ServingConfig } from './bundle/manifest.ts';
import { openSources, retrieve, type Sources } from './candidates/retrieve.ts';
import { EVENT_NAMES, type EventName, type Interaction } from './events.ts';
import type { Kernels } from './kernels/kernels.ts';
import { type NumberedInteraction, numberLog, readProfile } from './profile/readProfile.ts';
import { summariseProfile } from './profile/summary.ts';
import type { Profile, ProfileSummary } from './profile/types.ts';
import { blendWeights } from './ranking/blend.ts';
import { computeFeatures, popularityFeature } from './ranking/features.ts';
import { rerankItems } from './ranking/rerank.ts';
import { assembleShelf } from './shelf/assemble.ts';
import { checkBrowse, checkIds, checkRequest } from './shelf/checkRequest.ts';
import { browseItems, displayItem } from './shelf/display.ts';
import { filterItems } from './shelf/filter.ts';
import { recIdOf } from './shelf/recId.ts';
import { similarItems } from './shelf/similar.ts';
import type { BrowseRequest, ItemDisplay, RecommendRequest, Shelf } from './shelf/types.ts';

/** The recommender of one bundle. Every method is a pure function of bundle, log and request. Logs go oldest first. */
export interface Engine {
  readonly bundle: Bundle;
  readonly kernels: Kernels;
  readonly sources: Sources;
  readProfile(log: readonly Interaction[]): Profile;
  /** @throws REQUEST_INVALID */
  recommend(log: readonly Interaction[], request: RecommendRequest): Shelf;
  /** Items like this one. @throws ITEM_UNKNOWN, REQUEST_INVALID */
  similar(itemId: string, request: RecommendRequest, log: readonly Interaction[]): Shelf;
  /** The same ids, best for this shopper first; the input's order where nothing is known of them or of the shopper. @throws REQUEST_INVALID */
  rerank(itemIds: readonly string[], log: readonly Interaction[]): string[];
  /** What a page draws; ids that the bundle does not know are left out. @throws REQUEST_INVALID */
  display(itemIds: readonly string[]): ItemDisplay[];
  /** @throws REQUEST_INVALID */
  browse(request: BrowseRequest): { total: number; items: ItemDisplay[] };
  categories(): string[];
  summary(log: readonly Interaction[]): ProfileSummary;
}

/** @throws BUNDLE_LAYOUT where a section does not fit the catalogue */
export function createEngine(bundle: Bundle, kernels: Kernels): Engine {
  const { catalogue, manifest } = bundle;
  const { serving, bundleVersion } = manifest;
  const sources = openSources(bundle, kernels);
  const weights = blendWeights(serving.blend);
  // The blend was learned on shoppers with a history, where popularity only corrects: a newcomer gets plain popularity.
  const newcomerWeights = blendWeights(
    sources.popularity ? { [popularityFeature(sources.popularity.mainWindow)]: 1 } : {},
  );
  const profileOf = (log: readonly Interaction[]) => readProfile(numberLog(log, catalogue), serving);

  return {
    bundle,
    kernels,
    sources,
    readProfile: profileOf,

    recommend(log, request) {
      checkRequest(request);
      const interactions = withContext(numberLog(log, catalogue), request, bundle);
      const profile = readProfile(interactions, serving);
      const allowed = filterItems(catalogue, serving, profile, request);
      const retrieved = retrieve(sources, profile, allowed.preferred);
      const rows = computeFeatures(retrieved, profile, sources.popularity);
      const ranked = { items: retrieved.items, rows, weights: profile.interactions > 0 ? weights : newcomerWeights };
      const items = assembleShelf(bundle, sources, profile, ranked, allowed, request.k, request.explain === true);
      return {
        recId: recIdOf(questionOf(bundleVersion, ['recommend'], log, request)),
        bundleVersion,
        isFallback: profile.interactions === 0,
        items,
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
      const isFallback = items.every((found) => found.isBackfill === true);
      return {
        recId: recIdOf(questionOf(bundleVersion, ['similar', itemId], log, request)),
        bundleVersion,
        isFallback,
        items,
      };
    },

    rerank(itemIds, log) {
      checkIds(itemIds, 'itemIds');
      return rerankItems(catalogue, sources, weights, profileOf(log), itemIds);
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

/** The page's own items are the newest thing the shopper did: one step after the log's newest. */
function withContext(log: NumberedInteraction[], request: RecommendRequest, bundle: Bundle): NumberedInteraction[] {
  if (!request.context?.length) return log;
  const timestamp = (log.at(-1)?.timestamp ?? request.now ?? 0) + 1;
  const event = contextEvent(bundle.manifest.serving.eventWeights);
  const context = request.context.map((itemId) => ({ item: bundle.catalogue.numberOf(itemId), event, timestamp }));
  return [...log, ...context];
}

/** Looking at a page is a view; in a shop whose log has no views, what weighs most there stands for it. */
function contextEvent(eventWeights: ServingConfig['eventWeights']): EventName {
  const weightOf = (event: EventName) => eventWeights[event] ?? 0;
  if (weightOf('view_item') > 0) return 'view_item';
  return EVENT_NAMES.reduce((best, event) => (weightOf(event) > weightOf(best) ? event : best));
}

/**
 * The parts that name an answer. The request's fields in one order, so that hosts that build it differently, or add fields
 * of their own, ask the same question.
 */
function questionOf(
  bundleVersion: string,
  what: readonly [method: string, itemId?: string],
  log: readonly Interaction[],
  request: RecommendRequest,
): string[] {
  const { k, placement, context, exclude, category, now, explain, repeats } = request;
  return [
    bundleVersion,
    ...what.map(String),
    JSON.stringify([k, placement, context, exclude, category, now, explain === true, repeats]),
    ...log.flatMap(({ itemId, event, timestamp }) => [itemId, event, String(timestamp)]),
  ];
}
