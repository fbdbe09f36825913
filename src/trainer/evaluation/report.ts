import type { ModelCard, SectionEntry } from '../../engine/bundle/manifest.ts';
import type { ColdItemsReport } from './cold/items.ts';
import type { ColdShoppersReport } from './cold/shoppers.ts';
import type { ProtocolName } from './protocols/protocol.ts';
import type { RankingReport } from './ranking/report.ts';

/** Metric name -> value, for example "ndcg@10". */
export type Metrics = Record<string, number>;
/** Metric name -> 95 % bootstrap interval over shoppers. */
export type Intervals = Record<string, [low: number, high: number]>;

/** Means over the list lengths 1 to the longest cut-off, one entry a length. */
export interface Curves {
  k: number[];
  recall: number[];
  precision: number[];
  hit: number[];
  ndcg: number[];
}

/** Figures of a part of the cases, or of a part of the items. */
export interface Segment {
  /** What the cases were parted by. */
  by: 'shopper' | 'history' | 'item';
  /** `new`, `returning`; `1`, `2-4` ...; `head`, `tail`. */
  name: string;
  /** Cases that count. */
  cases: number;
  metrics: Metrics;
  intervals: Intervals;
}

/** How often items were shown, and how popular those are: what coverage and popularity plots are drawn from. */
export interface Exposure {
  /** Length of the lists counted. */
  k: number;
  /** Items of the bundle. */
  items: number;
  /** How often each item was shown, highest first; items never shown are left out. */
  counts: number[];
  /** Tenths of the items from most to least popular: the part of all interactions they have, and of all places on lists. */
  tenths: { interactions: number; shown: number }[];
}

/** Scores of what the lists held: how well they tell hits from misses. */
export interface ScoreDistribution {
  /** Ends of the bins, ascending; one more than bins. */
  edges: number[];
  /** Listed items per bin that the shopper took, and that the shopper did not. */
  hits: number[];
  misses: number[];
  /** Area under the ROC curve and average precision of these scores against hit or miss, over all lists. */
  auc: number;
  averagePrecision: number;
}

export interface ExampleItem {
  itemId: string;
  title?: string;
}

/** One shopper with the list that was made for them. */
export interface ExampleShopper {
  shopper: string;
  /** What is known of them, newest first, at most 10 different items. */
  history: ExampleItem[];
  /** How many interactions are known of them in all. */
  historyLength: number;
  /** What they took later, at most 10. */
  taken: ExampleItem[];
  /** Best first. */
  list: (ExampleItem & { score: number; source: string; reason: string; isHit: boolean })[];
}

/** More than means: what a report is drawn from. Plain JSON. */
export interface EvaluationDetail {
  curves: Curves;
  segments: Segment[];
  exposure: Exposure;
  scores: ScoreDistribution;
  /** Ten shoppers, drawn with the seed. */
  examples: ExampleShopper[];
}

/** A bundle's figures in both aspects. */
export interface MeasuredModel {
  metrics: Metrics;
  /** Bought items may not return, and only items new to the shopper count. */
  newItems: Metrics;
}

/** What a bundle's stages are worth apart. Reports that earlier versions wrote have nothing of it. */
export interface StageFigures {
  /** The same cases without ranking: `metrics` and `newItems` themselves where the bundle has no ranker. */
  retrievalMetrics?: Metrics;
  retrievalNewItems?: Metrics;
  /**
   * Share of what was taken that the retrieval proposed at all: no ranking can list more. Mean over the cases, at most 2,000 of
   * them, drawn with the seed; of several seeds the first.
   */
  candidateRecall?: { all: number; newItems: number };
  /** Where the bundle has a ranker: what it adds; figures of its scores are of the first seed. */
  ranking?: RankingReport;
}

/** Intervals of StageFigures. */
interface StageIntervals {
  retrieval?: { metrics: Intervals; newItems: Intervals };
  candidateRecall?: Record<'all' | 'newItems', [low: number, high: number]>;
}

/** The mean gain of one model over another, shopper by shopper. */
export interface PairedGain {
  mean: number;
  /** 95 % paired bootstrap. */
  interval: [low: number, high: number];
  /** Two-sided p of the randomisation test: how often chance alone, swapping the two models' values, gives as much. */
  p: number;
}

/** One family of models packed and asked alone. */
export interface ComparedModel extends MeasuredModel {
  name: string;
  intervals: { metrics: Intervals; newItems: Intervals };
  bundleBytes: number;
  trainSeconds: number;
}

/** What `vitrine evaluate` prints with --json. */
export interface EvaluationReport extends MeasuredModel, StageFigures {
  /** For people: what was split how. */
  protocol: string;
  bundleVersion: string;
  shoppers: { all: number; newItems: number };
  cases: { all: number; newItems: number };
  intervals: { metrics: Intervals; newItems: Intervals } & StageIntervals;
  /** Share of the targets that the bundle does not know; each is a miss. */
  unknownTargets: number;
  /** True where targets may have been trained on: they are from the bundle's window, or have no time. */
  mayBeSeen: boolean;
  /** With --against: the other bundle on the same cases, and what this one gains over it in each metric. */
  against?: MeasuredModel & {
    bundleVersion: string;
    intervals: { metrics: Intervals; newItems: Intervals };
    gain: { metrics: Record<string, PairedGain>; newItems: Record<string, PairedGain> };
  };
  rows: number;
  detail: EvaluationDetail;
}

/** What a bundle does for the unknown; each part is absent where the log has nobody to ask. */
export interface ColdReport {
  /** Items that nobody took yet, by what is written of them. */
  items?: ColdItemsReport;
  /** Shoppers of whom training knows nothing, before and after their first clicks. */
  shoppers?: ColdShoppersReport;
}

/** What `vitrine benchmark` prints with --json. */
export interface BenchmarkReport extends MeasuredModel, StageFigures {
  protocol: ProtocolName;
  /** For people: what was split how. */
  description: string;
  baselines: Record<string, MeasuredModel>;
  /** 95 % bootstrap intervals over shoppers, and the paired gain over each baseline. */
  intervals: {
    metrics: Intervals;
    newItems: Intervals;
    baselines: Record<string, { metrics: Intervals; newItems: Intervals }>;
    /** Metric -> baseline -> gain. */
    gain: Record<string, Record<string, PairedGain>>;
  } & StageIntervals;
  /** Shoppers that count in each aspect. A protocol may ask for one shopper several times: `cases`. */
  shoppers: { all: number; newItems: number };
  cases: { all: number; newItems: number };
  /** Share of the targets that the bundle does not know; each is a miss. */
  unknownTargets: number;
  /** With --compare: every family alone. */
  compared?: ComparedModel[];
  /** With --float: the same bundle with the numbers that training had before it rounded them, on the same cases. */
  float?: {
    /** The tables that are float there; text, segments, sessions and popularity stay as they ship. */
    replaced: string[];
    cases: number;
    /** Of float, and of int8 on these cases. */
    metrics: Metrics;
    int8: Metrics;
    /** What rounding costs: float - int8. */
    cost: Record<string, PairedGain>;
  };
  /** With --cold, of the first seed. */
  cold?: ColdReport;
  /** Of the run: the mean over `seeds` where there are several. */
  seeds: number[];
  bundleBytes: number;
  trainSeconds: number;
  evaluateSeconds: number;
  peakRssBytes: number;
  rows: number;
  /** What the bundle is made of. */
  sections?: Pick<SectionEntry, 'name' | 'bytes' | 'load'>[];
  model: string;
  params: ModelCard['params'];
  detail: EvaluationDetail;
}
