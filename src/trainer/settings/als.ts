import * as v from 'valibot';
import { count, dimensions, positive } from './values.ts';

/** Implicit ALS (Hu, Koren, Volinsky 2008; ridge after Rendle et al. 2022; conjugate gradients after Takács et al. 2011). */
export const alsSettings = v.optional(
  v.strictObject({
    dimensions: v.optional(dimensions, 64),
    sweeps: v.optional(count, 8),
    /** How a row is solved in training: `cg`, by steps of conjugate gradients from where it stood, or `exact`, which takes longer. */
    solver: v.optional(v.picklist(['cg', 'exact']), 'cg'),
    /** Steps a row and sweep of solver `cg`. */
    steps: v.optional(count, 3),
    /** Threads of training; absent: one a core, up to eight. The bundle is the same. */
    threads: v.optional(count),
    /** Weight of every unobserved pair; `auto`: the best of a few on the validation slice. */
    alpha: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
    /** Ridge per (observed + alpha x all) entries of a row; `auto` as for alpha. */
    lambda: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
  }),
  {},
);

type AlsSettings = v.InferOutput<typeof alsSettings>;
export type ResolvedAls = AlsSettings & { alpha: number; lambda: number };

/** What `auto` means where no validation could tell. */
const USUAL = { alpha: 0.3, lambda: 0.01 };

/** The settings with numbers in place of `auto`. */
export function resolveAls(settings: AlsSettings): ResolvedAls {
  const { alpha, lambda } = settings;
  return {
    ...settings,
    alpha: alpha === 'auto' ? USUAL.alpha : alpha,
    lambda: lambda === 'auto' ? USUAL.lambda : lambda,
  };
}
