import type { EventLog } from '../../tables/log.ts';
import type { EvaluationCase } from '../cases.ts';

/** How a log is split into what is known and what is predicted. */
export const PROTOCOLS = ['temporal', 'leave-last-out', 'next-item', 'fold-in', 'pairs'] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

/** One question to a recommender: fit on `earlier`, then predict what each case's shopper takes. */
export interface Split {
  /** What models are fitted on. No row of it is, or comes after, what is predicted. */
  earlier: EventLog;
  /** Whom the bundle is asked for; their histories may hold rows that `earlier` does not. */
  cases: EvaluationCase[];
  /** When the shoppers come back, ms; Number.MAX_SAFE_INTEGER where there is no clock, so that nothing counts as just bought. */
  now: number;
  /** Present where the protocol masks what is known: it is neither listed nor a target. Absent: the bundle decides. */
  repeats?: 'exclude';
  /** Items of a list whose order counts where settings are chosen, at most 100; absent: 10. */
  cutoff?: number;
}

/**
 * What a benchmark asks: settings are chosen on `validation`, whose rows all lie in what may be seen; then models are fitted again
 * on `test.earlier` and asked for `test.cases`, once.
 */
export interface Trial {
  protocol: ProtocolName;
  /** For people: what was split how. */
  description: string;
  validation: Split;
  test: Split;
}
