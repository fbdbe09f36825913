import { AFFINITY } from './affinity.ts';
import { CROSSES } from './crosses.ts';
import type { RankingFeature } from './feature.ts';
import { ITEM } from './item.ts';
import { LINKS } from './links.ts';
import { OWN } from './own.ts';
import type { RankingQuestion } from './question.ts';
import { RETRIEVAL } from './retrieval.ts';
import { SHOPPER } from './shopper.ts';

/** Everything that a ranker may weigh. Names are stable: models from outside are trained on them. */
export const RANKING_FEATURES: readonly RankingFeature[] = [
  ...RETRIEVAL,
  ...OWN,
  ...LINKS,
  ...ITEM,
  ...AFFINITY,
  ...SHOPPER,
  ...CROSSES,
];

const BY_NAME = new Map(RANKING_FEATURES.map((feature) => [feature.name, feature]));

/** The feature of a name; undefined for one that this version does not know. */
export const featureOf = (name: string): RankingFeature | undefined => BY_NAME.get(name);

export interface Inputs {
  /** Input f of candidate r at f * stride + r, float32; NaN where it is missing. */
  columns: Float32Array;
  stride: number;
  /** Inputs that are missing for every candidate, because this version, bundle or question has nothing to compute them from. */
  missing: number;
}

/** Computes the asked features of all candidates. */
export function computeInputs(question: RankingQuestion, features: readonly (RankingFeature | undefined)[]): Inputs {
  const stride = question.items.length;
  const columns = new Float32Array(features.length * stride);
  let missing = 0;
  features.forEach((feature, f) => {
    const value = feature?.read(question);
    const at = f * stride;
    if (value === undefined) {
      columns.fill(Number.NaN, at, at + stride);
      missing++;
    } else if (typeof value === 'number') columns.fill(value, at, at + stride);
    else columns.set(value, at);
  });
  return { columns, stride, missing };
}
