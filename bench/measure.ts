/** Runs an operation `n` times and answers how long that took, ms. */
export type Batch = (n: number) => number | Promise<number>;

/** Times of one variant, all in `unit` of the caller. */
export interface Spread {
  median: number;
  /** 10th and 90th percentile over rounds. */
  low: number;
  high: number;
  rounds: number;
}

export interface Rounds {
  rounds: number;
  /** A batch is made long enough to take this, ms, so that the clock's step and the call around it vanish. */
  batchMs: number;
}

/** The value below which a share `q` of `values` lies, 0 to 1; NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    low: quantile(values, 0.1),
    high: quantile(values, 0.9),
    rounds: values.length,
  };
}

/**
 * Milliseconds per operation of each variant. They take turns, in an order that rotates from round to round, so a busy
 * machine slows all alike and their ratios hold where their times do not. The first round warms up and is not counted.
 */
export async function interleave<V extends string>(
  batches: Record<V, Batch>,
  { rounds, batchMs }: Rounds,
): Promise<Record<V, number[]>> {
  const names = Object.keys(batches) as V[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<V, number[]>;
  const sizes = {} as Record<V, number>;
  for (const name of names) sizes[name] = await calibrate(batches[name], batchMs);
  for (let round = 0; round <= rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length]!;
      const taken = (await batches[name](sizes[name])) / sizes[name];
      if (round > 0) times[name].push(taken);
    }
  }
  return times;
}

/** How many operations take about `batchMs`. */
async function calibrate(batch: Batch, batchMs: number): Promise<number> {
  let n = 1;
  for (;;) {
    const taken = await batch(n);
    if (taken >= batchMs / 2 || n >= 1 << 24) return Math.max(1, Math.round((n * batchMs) / Math.max(taken, 0.001)));
    n = taken < batchMs / 20 ? n * 8 : n * 2;
  }
}

/** Medians of the ratio of two variants, round by round: both saw the same machine. */
export function ratioOf(times: readonly number[], to: readonly number[]): Spread {
  return spreadOf(times.map((time, round) => time / to[round]!));
}
