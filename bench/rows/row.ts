import type { Spread } from '../measure.ts';

/** A figure beside what is to be reached. */
export interface Row {
  /** Name of the group, for `--only`. */
  group: string;
  what: string;
  runtime: 'node' | 'chromium' | 'workerd' | 'page';
  value: number;
  unit: 'ms' | 'x' | 'share' | 'bytes';
  /** What the value is to be: at most this, or for a share at least. Absent: stated for its own sake. */
  reach?: number;
  /** Medians of the variants that took turns, ms. */
  variants?: Record<string, Spread>;
  /** What else there is to say: how it was measured, what it was measured against. */
  note?: string;
}

/** Whether a row reaches what it is to reach; undefined where nothing is asked of it. */
export function isMet({ value, unit, reach }: Row): boolean | undefined {
  if (reach === undefined) return undefined;
  return unit === 'share' ? value >= reach : value <= reach;
}

/** How much time a run may take. */
export interface Effort {
  /** Rounds of a batch of every variant. */
  rounds: number;
  batchMs: number;
  /** Single runs for percentiles. */
  singles: number;
  /** Largest catalogue. */
  maxItems: number;
}
