import type { Retrieved } from '../../candidates/retrieve.ts';
import type { Interaction } from '../../events.ts';
import type { Profile } from '../../profile/types.ts';
import type { RecommendRequest } from '../../shelf/types.ts';
import { type History, readHistory } from './history.ts';
import type { Shop } from './shop.ts';

/** What the stage before hands to the ranker. */
export interface Candidates {
  /** Item numbers, best first. */
  items: Int32Array;
  /** Beside `items`: the score of the retrieval's blend, and the place it gives, from 0. */
  scores: Float64Array;
  ranks: Int32Array;
  /** Rows of the blend's features, `items.length x FEATURES.length`. */
  rows: Float64Array;
  /** Sources that proposed each, by bit (see Retrieved). */
  proposers: Uint16Array;
  proposals: Retrieved['proposals'];
}

/** One question to the ranker's features. */
export interface RankingQuestion extends Candidates {
  shop: Shop;
  profile: Profile;
  request: Omit<RecommendRequest, 'k'>;
  history: History;
  /** The moment of the question, ms; NaN where there is no clock. */
  now: number;
  /** Each of `items` in the profile: its place there, or -1. */
  own: Int32Array;
  /** What is computed once for several features. */
  shared: Map<unknown, unknown>;
}

/** Beyond this no clock goes: logs without one ask at the end of time. */
const LAST_TIME = 8.64e15;

/** @param log oldest first, with what the page shows as its newest entries */
export function ask(
  shop: Shop,
  candidates: Candidates,
  profile: Profile,
  log: readonly Interaction[],
  request: Omit<RecommendRequest, 'k'>,
): RankingQuestion {
  const { catalogue, manifest } = shop.bundle;
  const { places } = shop;
  for (let r = 0; r < profile.items.length; r++) places[profile.items[r]!] = r + 1;
  const own = candidates.items.map((item) => places[item]! - 1);
  for (const item of profile.items) places[item] = 0;
  const now = request.now ?? profile.newest;
  return {
    ...candidates,
    shop,
    profile,
    request,
    history: readHistory(log, catalogue, manifest.serving),
    now: now > 0 && now < LAST_TIME ? now : Number.NaN,
    own,
    shared: new Map(),
  };
}

/** What `make` gives, made once for a question. */
export function shared<T>(question: RankingQuestion, make: (question: RankingQuestion) => T): T {
  if (!question.shared.has(make)) question.shared.set(make, make(question));
  return question.shared.get(make) as T;
}
