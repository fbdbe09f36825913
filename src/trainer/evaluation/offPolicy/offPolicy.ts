import { fail } from '../../../errors/failAny.ts';
import { type Progress, silent } from '../../progress.ts';
import type { BanditLog, PolicyTable } from '../../tables/banditLog.ts';
import { differenceOf, type Estimated, estimateRatios, type Ratio } from './intervals.ts';
import { type PolicyOrigin, policyFrom, policyOf, uniformPolicy } from './policy.ts';
import { crossFitRewards } from './rewards.ts';
import { type ImportanceWeights, importanceWeights } from './weights.ts';

/** Estimators of a policy's click rate: docs/off-policy.md. */
export const ESTIMATORS = ['ips', 'snips', 'dr'] as const;
export type Estimator = (typeof ESTIMATORS)[number];

/** A click rate as it was counted. */
export interface Counted extends Estimated {
  impressions: number;
  clicks: number;
}

export interface PolicyReport {
  policy: string;
  origin: PolicyOrigin;
  /** Share of what it shows that the log knows nothing of. */
  unknown: number;
  weights: Omit<ImportanceWeights, 'weights'>;
  estimates: Record<Estimator, Estimated>;
  /** The policy's own click rate, where it is a log. */
  own?: Counted;
  /** Each estimate less that, with the 95 % interval of two independent logs: where it holds 0, the two agree. */
  difference?: Record<Estimator, { value: number; normal: [low: number, high: number] }>;
}

export interface OffPolicyReport {
  log: string;
  items: number;
  positions: number[];
  /** The click rate of the policy that wrote the log. */
  logged: Counted;
  /** Weights above this counted as this. */
  clip: number;
  seed: number;
  policies: PolicyReport[];
}

export interface OffPolicyInput {
  log: { name: string; log: BanditLog };
  /** By what it showed, or by its chances; without both, every item alike. */
  policies: readonly { name: string; log?: BanditLog | undefined; table?: PolicyTable | undefined }[];
  /** Default 100. */
  clip?: number | undefined;
  seed?: number | undefined;
  progress?: Progress | undefined;
}

export const DEFAULT_CLIP = 100;

/**
 * Estimates the click rates that other policies would have had where this one decided. By inverse propensity (`ips`: Horvitz, Thompson
 * 1952), self-normalised (`snips`: Swaminathan, Joachims 2015) and doubly robust (`dr`: Dudík, Langford, Li 2011).
 *
 * @throws INPUT_COLUMNS where the log has no propensities, POLICY_UNRELATED
 */
export async function evaluatePolicies({
  log: { name, log },
  policies,
  clip = DEFAULT_CLIP,
  seed = 1,
  progress = silent,
}: OffPolicyInput): Promise<OffPolicyReport> {
  if (!log.propensity) throw fail('INPUT_COLUMNS', `${name} lacks propensity_score`, { missing: ['propensity_score'] });
  const asked = policies.map(({ log: other, table }) => {
    if (other) return policyOf(other, log);
    return table ? policyFrom(table, log) : uniformPolicy(log);
  });
  const expected = await crossFitRewards(log, asked, seed, progress);
  const reports: PolicyReport[] = [];
  for (const [p, policy] of asked.entries()) {
    const { weights, ...described } = importanceWeights(log, policy, clip);
    const ratios = ratiosOf(log, weights, expected.shown, expected.under[p]!);
    const estimates = await estimateRatios(ratios, seed, progress);
    const other = policies[p]!.log;
    const own = other && (await count(other, seed));
    reports.push({
      policy: policies[p]!.name,
      origin: policy.origin,
      unknown: policy.unknown,
      weights: described,
      estimates,
      ...(own && {
        own,
        difference: {
          ips: differenceOf(estimates.ips, own),
          snips: differenceOf(estimates.snips, own),
          dr: differenceOf(estimates.dr, own),
        },
      }),
    });
  }
  const { items, positions } = log;
  return { log: name, items: items.length, positions, logged: await count(log, seed), clip, seed, policies: reports };
}

function ratiosOf(
  { click }: BanditLog,
  weights: Float64Array,
  shown: Float64Array,
  under: Float64Array,
): Record<Estimator, Ratio> {
  const weighted = weights.map((weight, i) => weight * click[i]!);
  return {
    ips: { over: weighted },
    snips: { over: weighted, under: weights },
    dr: { over: under.map((chance, i) => chance + weights[i]! * (click[i]! - shown[i]!)) },
  };
}

async function count({ click }: BanditLog, seed: number): Promise<Counted> {
  const { rate } = await estimateRatios({ rate: { over: Float64Array.from(click) } }, seed);
  return { impressions: click.length, clicks: click.reduce((sum, one) => sum + one, 0), ...rate };
}
