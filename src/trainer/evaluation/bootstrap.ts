import { Random } from '../random.ts';
import { mean } from './metrics.ts';

/** Resamples drawn for an interval. */
const RESAMPLES = 1000;

/** 95 % percentile bootstrap interval of the mean over shoppers (Efron 1979). Deterministic for a seed. */
export function bootstrapInterval(values: ArrayLike<number>, seed: number): [number, number] {
  const random = new Random(seed, 'bootstrap');
  const count = values.length;
  if (count === 0) return [0, 0];
  const means = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[random.below(count)]!;
    means[r] = sum / count;
  }
  means.sort();
  return [means[Math.floor(RESAMPLES * 0.025)]!, means[Math.ceil(RESAMPLES * 0.975) - 1]!];
}

/** Interval of the mean difference a - b, shopper by shopper: what tells two models apart when shoppers differ a lot. */
export function pairedInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  seed: number,
): { mean: number; interval: [number, number] } {
  const differences = Float64Array.from(a, (value, i) => value - b[i]!);
  return { mean: mean(differences), interval: bootstrapInterval(differences, seed) };
}
