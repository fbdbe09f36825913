import type { EventName, Interaction } from '../engine/events.ts';
import type { ItemDisplay, RecommendRequest, TimedShelf } from '../engine/shelf/types.ts';
import type { ErrorJson } from '../errors/error.ts';
import type { BrowseRequest, BundleSummary, InteractionKey, ProfileSummary } from '../worker/api.ts';
import type { ListOptions } from '../worker/lists/listHost.ts';

export interface RecommenderOptions {
  /** URL of the bundle's folder or of its manifest.json, relative to the page. */
  bundle: string;
  /**
   * URL of vitrine.worker.js. Default: beside the script that made this call. The scripts that only some bundles and browsers need
   * (vitrine.lists.js, vitrine.ivf.js, vitrine.models.js, vitrine.explain.js, vitrine.plain.js, vitrine.onnx.js, vitrine.hnsw.js) lie beside it.
   */
  worker?: string;
  /** Subresource integrity of the worker script ("sha256-..."); with it, or across origins, the script is fetched and started from a Blob. Not of what it imports late. */
  workerIntegrity?: string;
  /** Name of the profile's database. Default "vitrine". */
  profileName?: string;
  storage?: 'device' | 'memory';
  kernels?: 'auto' | 'js';
  /** For a catalogue in lists (docs/lists.md): how they are fetched. */
  lists?: ListOptions;
  /** How long a call may take before the worker counts as dead, ms. Default 5000; loading the bundle has 30000. */
  deadlineMs?: number;
}

/** An interaction as a page has it: the timestamp defaults to now. */
export type TrackedInteraction = Omit<Interaction, 'timestamp'> & { timestamp?: number };

/** What a shopper's word about the profile came to. With an `error` it did not reach the device. */
export interface ProfileChange {
  /** In the log afterwards. */
  interactions?: number;
  error?: ErrorJson;
}

/**
 * Recommendations on this page. No method rejects because the bundle, the worker or the storage failed: `recommend` and
 * `similar` then answer an empty shelf with `isFallback: true` and `error`, `rerank` answers its input, `items` nothing.
 */
export interface Recommender {
  /** Resolves when the first shelf can be computed; rejects with a VitrineError where that failed. */
  readonly ready: Promise<BundleSummary>;
  /** Resolves when the device has kept it; shelves follow before that. */
  track(event: EventName, item: string | Omit<TrackedInteraction, 'event'>): Promise<void>;
  recommend(request?: Partial<RecommendRequest>): Promise<TimedShelf>;
  similar(itemId: string, request?: Partial<RecommendRequest>): Promise<TimedShelf>;
  /** The same ids, best for this shopper first. `placement`, `sources` and `context` count as in `recommend`. */
  rerank(itemIds: string[], request?: Omit<RecommendRequest, 'k'>): Promise<string[]>;
  profile(): Promise<ProfileSummary>;
  /** Forgets items, or single interactions as `profile()` lists them, as if they had never been. */
  forget(what: string | InteractionKey | (string | InteractionKey)[]): Promise<ProfileChange>;
  erase(): Promise<ProfileChange>;
  /** What the device keeps, as the text of a file that `importProfile` takes; empty where that failed. */
  exportProfile(): Promise<string>;
  /** Joins an exported file's text, or a list of interactions, to the profile, or puts it in its place. Default "merge". */
  importProfile(profile: string | Interaction[], how?: 'merge' | 'replace'): Promise<ProfileChange>;
  items(itemIds: string[]): Promise<ItemDisplay[]>;
  browse(request?: BrowseRequest): Promise<{ total: number; items: ItemDisplay[] }>;
  /** Calls back after every change of the profile (track, forget, erase, importProfile). Returns the function that stops it. */
  onChange(listener: () => void): () => void;
  /** Ends the worker. Later calls answer as if it had failed. */
  close(): void;
}
