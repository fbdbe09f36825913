import type { Scores } from '../../../engine/shelf/types.ts';
import type { Intervals, Metrics, PairedGain } from '../report.ts';
import type { Decile, Reliability } from './bins.ts';
import type { Confusion } from './confusion.ts';
import type { Curve } from './curves.ts';

/** One part of the score of every candidate against what was taken. */
export interface PartFigures {
  /** `auc`, `averagePrecision`, `precision@10`, `recall@10`, `logLoss`, `brier`, `ece`. */
  metrics: Metrics;
  /** 95 %, by bootstrap over shoppers; `ece` has none. */
  intervals: Intervals;
  /** Recall by the share of the others that is let through. */
  roc: Curve;
  /** Precision by recall. */
  precision: Curve;
}

/** The scores of all that was ranked against what was taken. Plain JSON. */
export interface ScoreFigures {
  /** Cases asked (at most 2,000, drawn with the seed), what was scored for them, and what of that was taken. */
  cases: number;
  candidates: number;
  taken: number;
  /** The score that orders the shelf (`blend`), and its two parts: the ranker's, and the retrieval's (`factors`). */
  parts: Record<keyof Scores, PartFigures>;
  /** Log loss and Brier score of one who says the rate of the taken of every candidate. */
  chance: { logLoss: number; brier: number };
  /** What `blend` gains over each part, on the same resamples. */
  gain: Record<Exclude<keyof Scores, 'blend'>, Record<string, Pick<PairedGain, 'mean' | 'interval'>>>;
  reliability: Reliability;
  /**
   * At the threshold that training chose on validation; else at the one with the best F1 on every second shopper, counted on the others
   * (`half`); on all alike (`same`) where either half took nothing.
   */
  confusion: Confusion & { chosenOn: 'validation' | 'half' | 'same' };
  lift: Decile[];
}

/** What a bundle's ranker adds to its retrieval. */
export interface RankingReport {
  /** Of the order with ranking over the retrieval's own, on all the cases, by metric. */
  gain: { metrics: Record<string, PairedGain>; newItems: Record<string, PairedGain> };
  /** Absent where nothing scored was taken. */
  scores?: ScoreFigures;
  /** What training says of the ranker. */
  card?: RankerCard;
}

/** One step on the way from the simplest model to the one that ships, all on the same rows. */
export interface LadderStep {
  name: string;
  auc: number;
  averagePrecision: number;
  p10: number;
  r10: number;
}

/** `params.ranker` of a bundle's card, as far as a report says it. */
export interface RankerCard {
  /** By feature: the loss that its splits save, and how many there are. */
  importance?: Record<string, { gain: number; splits: number }>;
  /** Share of the retrieval in the score. */
  share?: number;
  rounds?: number;
  settings?: Record<string, unknown>;
  ladder?: LadderStep[];
  /** nDCG on validation, `retrieval` alone and with `ranking`; `threshold`: the score with the best F1 there. */
  validation?: Metrics;
}
