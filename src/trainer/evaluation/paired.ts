import { pairedInterval } from './bootstrap.ts';
import type { Evaluation } from './evaluate.ts';
import { randomisationTest } from './randomisation.ts';
import type { PairedGain } from './report.ts';

/** The values of two models over the same cases. */
type Compared = Pick<Evaluation, 'values' | 'shopperOf'>;

/** How much better `a` is than `b` in one metric, and whether chance could do as much. */
export function pairedGain(a: Compared, b: Compared, metric: string, seed: number): PairedGain {
  const [ours, theirs] = [a.values[metric]!, b.values[metric]!];
  return {
    ...pairedInterval(ours, theirs, seed, a.shopperOf),
    p: randomisationTest(ours, theirs, seed, a.shopperOf),
  };
}

/** Likewise in every metric that both have, or in those of `names` alone. */
export function pairedGains(
  a: Compared,
  b: Compared,
  seed: number,
  names: readonly string[] = Object.keys(a.values),
): Record<string, PairedGain> {
  const shared = names.filter((metric) => a.values[metric] && b.values[metric]);
  return Object.fromEntries(shared.map((metric) => [metric, pairedGain(a, b, metric, seed)]));
}
