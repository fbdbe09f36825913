import type { EventName } from '../events.ts';
import type { NegativeWeights } from '../profile/types.ts';
import type { Placement, SourceSettings } from '../shelf/types.ts';

/** Version of the file format that this code writes, and the newest it reads. See docs/bundle-format.md. */
export const FORMAT_VERSION = 1;

export type ArrayType = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'f64';

/** Where one typed array lies inside a section's payload. `offset` in bytes from the payload's start, `length` in elements. */
export interface ArrayEntry {
  name: string;
  type: ArrayType;
  offset: number;
  length: number;
}

export type SectionName =
  | 'items'
  | 'display'
  | 'popularity'
  | 'factors'
  | 'transitions'
  | 'neighbours'
  | 'together'
  | 'content'
  | 'segments'
  | 'sessions'
  | 'ivf'
  | 'hnsw'
  | 'onnx'
  | 'lists'
  | 'facts'
  | 'ranker'
  | 'rankerCover';

export interface SectionEntry {
  name: SectionName;
  /** Content-hashed file name, relative to the manifest. */
  file: string;
  /** Length of the whole file, header included. */
  bytes: number;
  /** Lower-case hex of the whole file. */
  sha256: string;
  /** `first`: needed for the first shelf. `later`: fetched after it. */
  load: 'first' | 'later';
  /** Scalars that the section's reader needs (dimensions, decay ...). */
  params: Record<string, number | string>;
  arrays: ArrayEntry[];
}

/** How a device reads its log and orders a shelf: everything learned that is not a table. */
export interface ServingConfig {
  /** Weight of each event as evidence of taste; 0 or absent: kept in the log, not used. */
  eventWeights: Partial<Record<EventName, number>>;
  /** Half-life of an interaction's weight, in days, counted back from the log's newest interaction. */
  halfLifeDays: number;
  /** Pause after which the next interaction opens a new session, in minutes. */
  sessionGapMinutes: number;
  /** A view known to have been shorter speaks against its item unless more follows, seconds. Default 3; 0: none does. */
  bounceSeconds?: number;
  /** A view's weight grows with its length, to twice at this, seconds. Default 60; 0: it does not. */
  dwellSeconds?: number;
  /** Weight of each kind of evidence against an item. */
  negativeWeights?: NegativeWeights;
  /** May an item that this shopper already took be recommended again? Learned from the log. */
  repeats: 'allow' | 'exclude';
  /** With repeats allowed, a purchased item rests for this long. 0: it may return at once. */
  justBoughtHours: number;
  /** Weight of each feature of the blend (see ranking/features.ts), chosen on a validation slice. */
  blend: Record<string, number>;
  /** A blend of its own for a placement, in place of `blend`. */
  blends?: Partial<Record<Placement, Record<string, number>>>;
  /** What each placement asks of each source; a source that is not named proposes 200 and counts as learned. */
  placements?: Partial<Record<Placement, SourceSettings>>;
}

export interface ModelCard {
  /** What trained it, for people. */
  model: string;
  /** Validation metrics through the engine. */
  metrics: Record<string, number>;
  params: Record<string, unknown>;
}

export interface Manifest {
  /** Always "vitrine". */
  magic: 'vitrine';
  format: number;
  /** First 16 hex digits of the sha256 over all section hashes and the serving config: equal bundles, equal versions. */
  bundleVersion: string;
  /** ISO 8601 times of the first and last interaction seen in training; both 1970-01-01 for a log without a clock. */
  window: { from: string; to: string };
  counts: { items: number; shoppers: number; interactions: number };
  currency?: string | undefined;
  serving: ServingConfig;
  card: ModelCard;
  sections: SectionEntry[];
}
