import type { Feature } from '../../engine/ranking/features.ts';
import type { Engine } from '../../engine/recommender.ts';
import type { SourceName } from '../../engine/shelf/types.ts';
import { type LearnedBlend, learnBlend } from '../blend/learn.ts';
import { type BlendRows, collectRows } from '../blend/rows.ts';
import type { Split } from '../evaluation/protocols/protocol.ts';
import { silent } from '../progress.ts';

/** Cases to judge by, and whether what a shopper had may be a target. */
export interface Question extends Pick<Split, 'cases' | 'now' | 'cutoff'> {
  /** Are there many targets to a case, as of a month's visits, rather than the next step alone? */
  isOfMany: boolean;
  aspects: readonly ('all' | 'new')[];
}

/** Targets of a case from which on one case tells as much as two with a single target. */
const MANY_TARGETS = 4;

const targetsOf = (cases: Split['cases']) => cases.reduce((sum, { taken }) => sum + taken.size, 0);

/** Are there many targets to a case, as of a month's visits, rather than the next step alone? */
export const isOfMany = ({ cases }: Pick<Split, 'cases'>): boolean => targetsOf(cases) >= MANY_TARGETS * cases.length;

/** Both questions where people take things again; else they are the same. Of cases with fewer targets there are more, up to twice as many. */
export function questionOf({ cases, now, repeats, cutoff }: Split, most: number): Question {
  const targets = targetsOf(cases);
  const share = Math.min(1, Math.max(0.5, targets / Math.max(1, MANY_TARGETS * cases.length)));
  const some = sample(cases, Math.round(most / share));
  const isTakenAgain = repeats !== 'exclude' && some.some(({ taken, takenNew }) => takenNew.size < taken.size);
  const aspects: Question['aspects'] = isTakenAgain ? ['all', 'new'] : ['new'];
  return { cases: some, now, isOfMany: isOfMany({ cases }), aspects, ...(cutoff === undefined ? {} : { cutoff }) };
}

export function rowsOf(
  engine: Engine,
  { cases, now, aspects, cutoff }: Question,
  silenced?: readonly SourceName[],
): BlendRows[] {
  return aspects.map((aspect) => collectRows(engine, cases, aspect, now, silenced, cutoff));
}

/** Weights that a feature may begin with where it joins a blend whose largest is 1. */
const JOINING = [0, 0.1, 0.3, 1, 3];

/** The best blend of everything an engine has, reached from a good one of all but `joining`. */
export function blendWith(
  sets: readonly BlendRows[],
  blend: Record<string, number>,
  joining: Feature | undefined,
): LearnedBlend & { mean: number } {
  const { [joining ?? '']: _, ...others } = blend;
  const from = joining ? JOINING.map((weight) => ({ ...others, [joining]: weight })) : [blend];
  const learned = learnBlend(sets, silent, Object.keys(others).length > 0 ? { from } : {});
  return { ...learned, mean: learned.ndcg.reduce((a, b) => a + b, 0) / sets.length };
}

/** Every n-th of the cases, so that at most `most` remain, spread over all shoppers. */
export function sample<T>(cases: readonly T[], most: number): T[] {
  const stride = Math.max(1, Math.ceil(cases.length / most));
  return cases.filter((_, index) => index % stride === 0);
}
