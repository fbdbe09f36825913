/** Collects durations for one answer's Server-Timing header (W3C), in ms. */
export interface Timing {
  /** Runs `work` and notes how long it took. */
  measure<T>(name: string, work: () => T | Promise<T>): Promise<T>;
  header(): string;
}

/** `clock` in ms. In Cloudflare's network clocks stand still while a Worker computes: only waiting shows there. */
export function createTiming(clock: () => number): Timing {
  const entries: string[] = [];
  return {
    async measure(name, work) {
      const from = clock();
      try {
        return await work();
      } finally {
        entries.push(`${name};dur=${round(clock() - from)}`);
      }
    },
    header: () => entries.join(', '),
  };
}

/** Microseconds are enough. */
export const round = (ms: number): number => Math.round(ms * 1000) / 1000;
