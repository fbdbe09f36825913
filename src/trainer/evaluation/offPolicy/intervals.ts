import { setImmediate } from 'node:timers/promises';
import { type Progress, silent } from '../../progress.ts';
import { Random } from '../../random.ts';

/** Resamples of the bootstrap. */
const RESAMPLES = 1000;

/** Resamples between two looks at Ctrl-C. */
const BREATH = 20;

/** 97.5 % of a standard normal distribution lies below. */
const Z = 1.959963984540054;

/** A ratio of sums over impressions: sum of `over` / sum of `under`; without `under`, the mean of `over`. */
export interface Ratio {
  over: Float64Array;
  under?: Float64Array;
}

export interface Estimated {
  value: number;
  /** 95 %, by the normal distribution, of a ratio by its linearisation. */
  normal: [low: number, high: number];
  /** 95 %, by the percentiles of 1,000 samples of the impressions (Efron 1979). */
  bootstrap: [low: number, high: number];
}

/** Estimates several ratios over the same impressions, on the same samples. The same seed gives the same intervals. */
export async function estimateRatios<Name extends string>(
  ratios: Readonly<Record<Name, Ratio>>,
  seed: number,
  progress: Progress = silent,
): Promise<Record<Name, Estimated>> {
  const names = Object.keys(ratios) as Name[];
  const rows = names.length > 0 ? ratios[names[0]!].over.length : 0;
  const random = new Random(seed, 'off-policy bootstrap');
  const values = new Map(names.map((name) => [name, new Float64Array(RESAMPLES)]));
  const times = new Int32Array(rows);
  for (let r = 0; r < RESAMPLES; r++) {
    if (r % BREATH === 0) {
      progress('bootstrap', r, RESAMPLES);
      await setImmediate();
    }
    times.fill(0);
    for (let i = 0; i < rows; i++) times[random.below(rows)]!++;
    for (const name of names) values.get(name)![r] = ratioOf(ratios[name], times);
  }
  progress('bootstrap', RESAMPLES, RESAMPLES);
  const entries = names.map((name): [Name, Estimated] => {
    const drawn = values.get(name)!.sort();
    return [
      name,
      {
        ...normal(ratios[name]),
        bootstrap: [drawn[Math.floor(0.025 * RESAMPLES)]!, drawn[Math.ceil(0.975 * RESAMPLES) - 1]!],
      },
    ];
  });
  return Object.fromEntries(entries) as Record<Name, Estimated>;
}

/** The difference of two estimates from independent data, with its 95 % interval by the normal distribution. */
export function differenceOf(a: Estimated, b: Estimated): { value: number; normal: [low: number, high: number] } {
  const value = a.value - b.value;
  const half = Math.hypot(a.normal[1] - a.value, b.normal[1] - b.value);
  return { value, normal: [value - half, value + half] };
}

function ratioOf({ over, under }: Ratio, times: Int32Array): number {
  let sum = 0;
  let of = 0;
  for (let i = 0; i < over.length; i++) {
    if (times[i] === 0) continue;
    sum += times[i]! * over[i]!;
    of += times[i]! * (under ? under[i]! : 1);
  }
  return of > 0 ? sum / of : 0;
}

function normal({ over, under }: Ratio): Pick<Estimated, 'value' | 'normal'> {
  let sum = 0;
  let of = 0;
  for (let i = 0; i < over.length; i++) {
    sum += over[i]!;
    of += under ? under[i]! : 1;
  }
  const value = of > 0 ? sum / of : 0;
  let squares = 0;
  for (let i = 0; i < over.length; i++) squares += (over[i]! - value * (under ? under[i]! : 1)) ** 2;
  const error = of > 0 ? Math.sqrt(squares) / of : 0;
  return { value, normal: [value - Z * error, value + Z * error] };
}
