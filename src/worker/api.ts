import type { Interaction } from '../engine/events.ts';
import type { InteractionKey } from '../engine/profile/log.ts';
import type { ProfileSummary } from '../engine/profile/types.ts';
import type { BrowseRequest, ItemDisplay, RecommendRequest, TimedShelf } from '../engine/shelf/types.ts';
import type { ErrorJson } from '../errors/error.ts';
import type { ListOptions } from './lists/listHost.ts';

export type { BrowseRequest, InteractionKey, ProfileSummary };

/** The boundary between page and worker, and nothing else. Every call answers a Reply: a thrown error would lose its code. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: ErrorJson };

export interface OpenOptions {
  /** Absolute URL of the bundle's folder or of its manifest.json. */
  bundle: string;
  /** Name of the profile's database; one per shop on a shared origin. */
  profileName: string;
  /** Forces the plain-JS kernels (for tests and measurements). */
  kernels?: 'auto' | 'js';
  /** `memory`: nothing is written to the device. */
  storage?: 'device' | 'memory';
  /** For a catalogue in lists: how they are fetched. */
  lists?: ListOptions | undefined;
}

export interface BundleSummary {
  bundleVersion: string;
  /** Items of the catalogue, those in lists included. */
  items: number;
  kernels: 'wasm' | 'js';
  /** Where the profile is kept; `memory` where IndexedDB fails. */
  storage: 'device' | 'memory';
  /** Why the profile is not kept on the device where it should be: STORAGE_FAILED, PROFILE_TOO_NEW. */
  storageError?: ErrorJson;
  window: { from: string; to: string };
  currency?: string | undefined;
  categories: string[];
  /** Fetch, verify and open, in ms. */
  tookMs: number;
}

export interface VitrineWorker {
  /** Loads the bundle and the log. Answers once the first shelf can be computed. */
  open(options: OpenOptions): Promise<Reply<BundleSummary>>;
  /** Appends to the log, which the next `recommend` sees at once. Answers when the device has it too, or has failed. */
  track(interactions: Interaction[]): Promise<Reply<{ interactions: number }>>;
  recommend(request: RecommendRequest): Promise<Reply<TimedShelf>>;
  similar(itemId: string, request: RecommendRequest): Promise<Reply<TimedShelf>>;
  /** The same ids, best for this shopper first; ids unknown to the bundle keep their relative order at the end. */
  rerank(itemIds: string[], request?: Omit<RecommendRequest, 'k'>): Promise<Reply<string[]>>;
  profile(): Promise<Reply<ProfileSummary>>;
  /**
   * Removes every interaction with these items, or single interactions, as if they had never been. Answers when the device
   * has forgotten them too. Errors: STORAGE_FAILED, PROFILE_TOO_NEW, REQUEST_INVALID
   */
  forget(what: (string | InteractionKey)[]): Promise<Reply<{ interactions: number }>>;
  /** Removes the whole log, memory and device, also where the device has a newer script's. Errors: STORAGE_FAILED */
  erase(): Promise<Reply<{ interactions: number }>>;
  /** The log as the text of a file (docs/profile.md). */
  exportProfile(): Promise<Reply<string>>;
  /**
   * Takes in an exported file's text, or a list of interactions: joins them to the log, or puts them in its place. Answers
   * when the device has it. Errors: PROFILE_INVALID, PROFILE_TOO_NEW (nothing is changed then), STORAGE_FAILED
   */
  importProfile(profile: string | Interaction[], how?: 'merge' | 'replace'): Promise<Reply<{ interactions: number }>>;
  items(itemIds: string[]): Promise<Reply<ItemDisplay[]>>;
  browse(request: BrowseRequest): Promise<Reply<{ total: number; items: ItemDisplay[] }>>;
  ping(): Promise<Reply<'pong'>>;
}
