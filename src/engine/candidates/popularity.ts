import { fail } from '../../errors/fail.ts';
import type { Section } from '../bundle/bundle.ts';
import { arrayOf } from '../bundle/section.ts';
import { answerOfAll } from './answers.ts';
import type { CandidateSource, SourceAnswer } from './source.ts';

/** Popularity over several memories, by item number, each log-scaled to [0, 1] against its most popular item. */
export interface Popularity extends CandidateSource, Pick<SourceAnswer, 'candidates'> {
  windows: readonly { name: PopularityWindow; scores: Uint16Array }[];
  /** The window that fills shelves: the one that predicted best in training. */
  main: Uint16Array;
  mainWindow: PopularityWindow;
  /** Share of an item's takers who took it again, 0 to 1. */
  repeatRate(item: number): number;
}

/** Half-lives from days to the whole log; the days themselves are in the section's parameters. */
export const POPULARITY_WINDOWS = ['short', 'medium', 'long'] as const;
export type PopularityWindow = (typeof POPULARITY_WINDOWS)[number];

/** Full scale of the stored scores. */
export const POPULARITY_SCALE = 65535;

/** @throws BUNDLE_LAYOUT */
export function readPopularity(section: Section, items: number): Popularity {
  const windows = POPULARITY_WINDOWS.map((name) => ({ name, scores: arrayOf(section, name, Uint16Array, items) }));
  const main = windows.find(({ name }) => name === section.params.main);
  if (!main) throw fail('BUNDLE_LAYOUT', 'section "popularity", parameter "main"');
  const repeatRates = arrayOf(section, 'repeatRate', Uint8Array, items);
  const answer = answerOfAll('popularity', main.scores, (score) => score / POPULARITY_SCALE, true);
  return {
    name: 'popularity',
    windows,
    main: main.scores,
    mainWindow: main.name,
    repeatRate: (item) => repeatRates[item]! / 255,
    candidates: answer.candidates,
    ask: () => answer,
  };
}
