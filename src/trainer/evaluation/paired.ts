import { pairedInterval } from './bootstrap.ts';
import type { Figures } from './pool.ts';
import { randomisationTest } from './randomisation.ts';
import type { PairedGain } from './report.ts';

/** How much better `a` is than `b` in one metric over the same cases, and whether chance could do as much. */
export function pairedGain(a: Figures, b: Figures, metric: string, seed: number): PairedGain {
  const [ours, theirs] = [a.values[metric]!, b.values[metric]!];
  return {
    ...pairedInterval(ours, theirs, seed, a.shopperOf),
    p: randomisationTest(ours, theirs, seed, a.shopperOf),
  };
}
