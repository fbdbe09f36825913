import type { Profile } from '../profile/types.ts';
import type { SourceName } from '../shelf/types.ts';
import type { Bitmap } from './bitmap.ts';

/** An item proposed by one source, with that source's own score. */
export interface Candidate {
  /** Item number. */
  item: number;
  source: SourceName;
  score: number;
}

/** One source's opinion of this shopper. Valid until the source is asked again: it may look into reused memory. */
export interface SourceAnswer {
  /** Score of each of the items, 0 where the source knows nothing of one. A view valid until the next call. */
  scoresOf(items: Int32Array): ArrayLike<number>;
  /** The best `count` items that `allowed` holds, best first, ties by item number. */
  candidates(count: number, allowed: Bitmap): Candidate[];
}

export interface CandidateSource {
  readonly name: SourceName;
  /** Undefined where the profile gives the source nothing to go on. */
  ask(profile: Profile): SourceAnswer | undefined;
  /**
   * How much each of the shopper's items speaks for `item`, in this source's unit; same order as `profile.items`.
   * Absent where a source does not reason from items.
   */
  because?(profile: Profile, item: number): Float64Array;
}
