import * as v from 'valibot';
import { count, notNegative, positive, share } from './values.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Gradient-boosted trees; defaults of what they share are LightGBM's (Ke et al. 2017) where nothing else is said. */
export const treesSettings = v.optional(
  v.strictObject({
    /** `binary`: log loss. `lambdarank`: nDCG of each group (LambdaMART). `regression`: squared error. */
    objective: v.optional(v.picklist(['binary', 'lambdarank', 'regression']), 'binary'),
    trees: v.optional(count, 120),
    /** Leaves of a tree at most. */
    leaves: v.optional(v.pipe(count, v.minValue(2), v.maxValue(1024)), 31),
    /** Share of each tree's values that is added. */
    rate: v.optional(positive, 0.08),
    /** Questions from the root to a leaf at most; 0: no limit. */
    maxDepth: v.optional(whole, 0),
    /** Rows of a leaf at least, as its share of the hessian tells. */
    minRows: v.optional(count, 20),
    /** Hessian of a leaf at least. */
    minHessian: v.optional(notNegative, 1e-3),
    /** Ridge on the values of leaves. */
    lambda: v.optional(notNegative, 0),
    /** Gain of a split at least. */
    minGain: v.optional(notNegative, 0),
    /** Bins of an input at most, the missing apart. */
    bins: v.optional(v.pipe(count, v.minValue(2), v.maxValue(255)), 255),
    /** Share of the inputs that a tree may ask, drawn for each. */
    inputShare: v.optional(v.pipe(share, v.gtValue(0)), 1),
    /** Share of the rows that a tree is grown on, drawn for each; with `lambdarank`, of the groups. */
    rowShare: v.optional(v.pipe(share, v.gtValue(0)), 1),
    /** Categories up to which a split names one of them alone; above, it names those of the lowest or highest gradients. */
    oneHot: v.optional(whole, 4),
    /** Categories that a split may name at most. */
    maxCategories: v.optional(count, 32),
    /** Rows of the categories of one side at least. */
    minCategoryRows: v.optional(count, 100),
    /** Added to the hessian of a category where they are put in order; categories of fewer rows are not named. */
    categorySmooth: v.optional(notNegative, 10),
    /** Ridge on top of `lambda` at a split by categories. */
    categoryLambda: v.optional(notNegative, 10),
    /** `binary`: do positives weigh as much as negatives do altogether? */
    balance: v.optional(v.boolean(), false),
    /** `lambdarank`: pairs are counted whose better-ranked row is within this rank. */
    truncation: v.optional(count, 30),
    /** `lambdarank`: is a group's gradient brought to the logarithm of its size, as LightGBM's lambdarank_norm? */
    normalise: v.optional(v.boolean(), true),
    /** What the rows of validation are measured by; `auto`: the objective's own. */
    metric: v.optional(v.picklist(['auto', 'logLoss', 'auc', 'ndcg', 'squaredError']), 'auto'),
    /** Length of the list that `ndcg` is measured on. */
    cutoff: v.optional(count, 10),
    /** Trees without a better measure after which there are no more, and the best stay; 0: all stay. Needs rows of validation. */
    patience: v.optional(whole, 20),
  }),
  {},
);

export type TreeSettings = v.InferOutput<typeof treesSettings>;
