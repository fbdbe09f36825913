import type { Bundle } from '../bundle/bundle.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Profile } from '../profile/types.ts';
import type { SourceName } from '../shelf/types.ts';
import type { Bitmap } from './bitmap.ts';
import { createFactorsSource, type FactorsSource } from './factors.ts';
import { type Popularity, readPopularity } from './popularity.ts';
import { createRepeatSource } from './repeat.ts';
import { createRowsSource, type RowsSource } from './rows.ts';
import type { CandidateSource, SourceAnswer } from './source.ts';

/** How many items each source may propose. */
export const CANDIDATES_PER_SOURCE = 200;

/** The sources that a bundle has tables for. */
export interface Sources {
  factors?: FactorsSource;
  transitions?: RowsSource;
  neighbours?: RowsSource;
  repeat?: CandidateSource;
  popularity?: Popularity;
}

/** The union of what all sources propose, each item once, in ascending item number. */
export interface Retrieved {
  items: Int32Array;
  /** Every asked source's answer, to score any item with. */
  answers: Partial<Record<SourceName, SourceAnswer>>;
}

/** @throws BUNDLE_LAYOUT */
export function openSources(bundle: Bundle, kernels: Kernels): Sources {
  const size = bundle.catalogue.size;
  const sources: Sources = {};
  const factors = bundle.section('factors');
  const transitions = bundle.section('transitions');
  const neighbours = bundle.section('neighbours');
  const popularity = bundle.section('popularity');
  if (factors) sources.factors = createFactorsSource(factors, size, kernels);
  if (transitions) sources.transitions = createRowsSource('transitions', transitions, size);
  if (neighbours) sources.neighbours = createRowsSource('neighbours', neighbours, size);
  if (popularity) {
    sources.popularity = readPopularity(popularity, size);
    sources.repeat = createRepeatSource(sources.popularity, size);
  }
  return sources;
}

/** Every source's answer; those that the profile gives nothing to go on are left out. */
export function askSources(sources: Sources, profile: Profile): Retrieved['answers'] {
  const answers: Retrieved['answers'] = {};
  for (const source of [sources.factors, sources.transitions, sources.neighbours, sources.repeat]) {
    const answer = source?.ask(profile);
    if (source && answer) answers[source.name] = answer;
  }
  return answers;
}

/** Asks every source and merges what they propose among the `allowed` items. */
export function retrieve(
  sources: Sources,
  profile: Profile,
  allowed: Bitmap,
  count = CANDIDATES_PER_SOURCE,
): Retrieved {
  const proposed = new Set<number>();
  const answers = askSources(sources, profile);
  for (const answer of Object.values(answers))
    for (const { item } of answer.candidates(count, allowed)) proposed.add(item);
  for (const { item } of sources.popularity?.candidates(count, allowed) ?? []) proposed.add(item);
  return { items: Int32Array.from(proposed).sort(), answers };
}
