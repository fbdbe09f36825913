export type { EventName, Interaction } from '../engine/events.ts';
export type {
  FeatureContribution,
  ItemDisplay,
  ListCounters,
  Placement,
  Proposal,
  Recommendation,
  RecommendRequest,
  SourceName,
  SourceSetting,
  SourceSettings,
  TimedShelf,
} from '../engine/shelf/types.ts';
export type { ErrorCode } from '../errors/codes.ts';
export { type ErrorJson, VitrineError } from '../errors/error.ts';
export type { BrowseRequest, BundleSummary, InteractionKey, ProfileSummary } from '../worker/api.ts';
export type { ListOptions } from '../worker/lists/listHost.ts';
export { createRecommender } from './createRecommender.ts';
export { type RerankOptions, rerankElement } from './rerank/rerank.ts';
export { defineShelf, type ShelfEventDetail, type VitrineShelf } from './shelf/shelf.ts';
export type { ProfileChange, Recommender, RecommenderOptions, TrackedInteraction } from './types.ts';
