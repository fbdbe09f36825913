import type { Bundle } from '../bundle/bundle.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Profile } from '../profile/types.ts';
import { SOURCE_NAMES, type SourceName } from '../shelf/types.ts';
import { createArrivalsSource } from './arrivals.ts';
import { type Bitmap, createBitmap, createPlaces, itemsOf, setBit } from './bitmap.ts';
import { type ContentSource, createContentSource } from './content.ts';
import { createFactorsSource, type FactorsOptions, type FactorsSource } from './factors.ts';
import type { Models } from './models.ts';
import { type Popularity, readPopularity } from './popularity.ts';
import { createRecentSource } from './recent.ts';
import { createRepeatSource } from './repeat.ts';
import { createRowsSource, type RowsSource } from './rows.ts';
import type { SegmentsSource } from './segments.ts';
import type { Candidate, CandidateSource, SourceAnswer } from './source.ts';
import { createTrendingSource } from './trending.ts';

/** The sources that a bundle has tables for. */
export interface Sources extends Partial<Record<SourceName, CandidateSource>> {
  factors?: FactorsSource;
  transitions?: RowsSource;
  neighbours?: RowsSource;
  together?: RowsSource;
  content?: ContentSource;
  segments?: SegmentsSource;
  popularity?: Popularity;
}

/** Every asked source's answer, to score any item with. */
export type Answers = Partial<Record<SourceName, SourceAnswer>>;

/** How many items each source may propose; 0: it is not asked. */
export type Quotas = Readonly<Record<SourceName, number>>;

/** The union of what all sources propose, each item once, in ascending item number. */
export interface Retrieved {
  items: Int32Array;
  answers: Answers;
  /** What each source proposed, best first. */
  proposals: Partial<Record<SourceName, readonly Candidate[]>>;
  /** The sources of each of `items`, one bit each: source s of SOURCE_NAMES is bit s. */
  proposers: Uint16Array;
}

export interface SourcesOptions extends Pick<FactorsOptions, 'createIvf' | 'index'> {
  /** Absent: a bundle's segments, sessions and encoders other than `als` say nothing. */
  models?: Models | undefined;
}

/** @throws BUNDLE_LAYOUT */
export function openSources(bundle: Bundle, kernels: Kernels, options: SourcesOptions = {}): Sources {
  const { models } = options;
  const { catalogue } = bundle;
  const { size } = catalogue;
  const sources: Sources = { recent: createRecentSource() };
  const factors = bundle.section('factors');
  const content = bundle.section('content');
  const segments = bundle.section('segments');
  const sessions = bundle.section('sessions');
  const popularity = bundle.section('popularity');
  if (factors)
    sources.factors = createFactorsSource(factors, size, kernels, {
      ...options,
      ...models,
      ivf: bundle.section('ivf'),
    });
  for (const name of ['transitions', 'neighbours', 'together'] as const) {
    const section = bundle.section(name);
    if (section) sources[name] = createRowsSource(name, section, size, kernels);
  }
  if (content) sources.content = createContentSource(content, size, kernels);
  if (segments && models) sources.segments = models.createSegmentsSource(segments, catalogue);
  if (sessions && models) sources.sessions = models.createSessionsSource(sessions, size);
  if (popularity) {
    sources.popularity = readPopularity(popularity, size);
    sources.repeat = createRepeatSource(sources.popularity);
    const trending = createTrendingSource(sources.popularity);
    if (trending) sources.trending = trending;
  }
  const arrivals = createArrivalsSource(catalogue.created);
  if (arrivals) sources.arrivals = arrivals;
  return sources;
}

/** The answer of every source with a quota; those that the profile gives nothing to go on are left out. */
export function askSources(sources: Sources, profile: Profile, quotas: Quotas): Answers {
  const answers: Answers = {};
  for (const name of SOURCE_NAMES) {
    const answer = quotas[name] > 0 ? sources[name]?.ask(profile) : undefined;
    if (answer) answers[name] = answer;
  }
  return answers;
}

/** Asks every source and merges what they propose among the `allowed` items. */
export function retrieve(sources: Sources, profile: Profile, allowed: Bitmap, quotas: Quotas): Retrieved {
  const answers = askSources(sources, profile, quotas);
  const proposals: Retrieved['proposals'] = {};
  const proposed = createBitmap(32 * allowed.length);
  for (const name of SOURCE_NAMES) {
    const candidates = answers[name]?.candidates(quotas[name], allowed);
    if (!candidates) continue;
    proposals[name] = candidates;
    for (const { item } of candidates) setBit(proposed, item);
  }
  const items = itemsOf(proposed);
  const proposers = new Uint16Array(items.length);
  const placeOf = createPlaces(proposed);
  SOURCE_NAMES.forEach((name, s) => {
    for (const { item } of proposals[name] ?? []) proposers[placeOf(item)]! |= 1 << s;
  });
  return { items, answers, proposals, proposers };
}
