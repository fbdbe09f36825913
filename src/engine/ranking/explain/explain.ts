import type { Bundle } from '../../bundle/bundle.ts';
import type { Retrieved, Sources } from '../../candidates/retrieve.ts';
import type { Profile } from '../../profile/types.ts';
import { type FeatureContribution, type Proposal, type Recommendation, SOURCE_NAMES } from '../../shelf/types.ts';
import { FEATURES } from '../features.ts';
import type { Blended, Ranked, Ranker } from '../ranker.ts';
import { createExplainer, type Explainer } from './explainer.ts';

/** What a request with `explain` adds to a recommendation; `reason` only where a ranker's features give a better one. */
export type Explained = Required<Pick<Recommendation, 'explanation' | 'proposals'>> & { reason?: string };

/** Explains an item of a shelf. @param row of `found` */
export type Explain = (profile: Profile, found: Blended, ranked: Ranked | undefined, row: number) => Explained;

/** Explains the shelves of an engine: by its ranker where one ordered them, else by the blend. */
export function createExplain(bundle: Bundle, sources: Sources): Explain {
  let made: { ranker: Ranker; explainer: Explainer } | undefined;
  return (profile, found, ranked, row) => {
    const proposals = proposalsOf(found, found.items[row]!);
    if (!ranked) return { explanation: blendContributions(found, row), proposals };
    const { ranker } = ranked;
    if (made?.ranker !== ranker) made = { ranker, explainer: createExplainer(ranker, bundle, sources) };
    const { explainer } = made;
    const explanation = explainer.contributions(found, ranked, row);
    const reason = explainer.sentence(explanation, profile, found, row);
    return { explanation, proposals, ...(reason !== undefined && { reason }) };
  };
}

function proposalsOf({ proposals }: Retrieved, item: number): Proposal[] {
  return SOURCE_NAMES.flatMap((source) => {
    const place = proposals[source]?.findIndex((candidate) => candidate.item === item) ?? -1;
    return place >= 0 ? [{ source, score: proposals[source]![place]!.score, rank: place + 1 }] : [];
  });
}

function blendContributions({ rows, weights }: Blended, row: number): FeatureContribution[] {
  return FEATURES.map((feature, f) => {
    const value = rows[row * FEATURES.length + f]!;
    return { feature, value, contribution: value * weights[f]! };
  });
}
