import type { Evaluation } from '../evaluate.ts';
import type { Asked } from '../lists.ts';
import { type Measuring, measureEngine } from '../measure.ts';
import { pairedGains } from '../paired.ts';
import type { Figures } from '../pool.ts';
import type { Split } from '../protocols/protocol.ts';
import { type CandidateRecall, candidateRecall } from './candidateRecall.ts';
import { askCandidates, type CandidateQuestion, sampleCases } from './candidates.ts';
import { rankerCardOf } from './card.ts';
import type { RankingReport, ScoreFigures } from './report.ts';
import { scoreFigures } from './scoreFigures.ts';

/** What ranking is compared in, at every cut-off. */
const METRICS = ['ndcg', 'recall', 'hit', 'mrr'];

/** An evaluation in both aspects. */
export interface Aspects<T = Evaluation> {
  all: T;
  onlyNew: T;
}

/** What is behind the lists of a bundle, stage by stage. */
export interface Stages {
  /** The same cases without ranking; where the bundle has no ranker, the evaluations themselves. */
  retrieval: Aspects;
  candidateRecall: Aspects<CandidateRecall>;
  /** Absent where there is no ranker, or nothing that it scored was taken. */
  scores?: ScoreFigures;
}

export const hasRanker = ({ bundle }: Asked): boolean => bundle.manifest.sections.some(({ name }) => name === 'ranker');

/** Asks again without ranking, where the bundle has a ranker, and for candidates. `measured`: the evaluations with ranking. */
export async function measureStages(
  engine: Asked,
  split: Split,
  measured: Aspects,
  measuring: Measuring,
): Promise<Stages> {
  const { seed, progress } = measuring;
  const { now, repeats } = split;
  const isRanked = hasRanker(engine);
  const retrieval = isRanked ? await measureEngine(engine, split, { ...measuring, useRanking: false }) : measured;
  const everything: CandidateQuestion = { takenOf: ({ taken }) => taken, now, repeats };
  const cases = sampleCases(measured.all.counted, seed);
  const recalled = await candidateRecall(engine, cases, everything, seed, progress);
  const novelties: CandidateQuestion = { takenOf: ({ takenNew }) => takenNew, now, repeats: 'exclude' };
  const recall = {
    all: recalled,
    onlyNew:
      measured.onlyNew === measured.all
        ? recalled
        : await candidateRecall(engine, sampleCases(measured.onlyNew.counted, seed), novelties, seed, progress),
  };
  if (!isRanked) return { retrieval, candidateRecall: recall };
  const candidates = await askCandidates(engine, cases, everything, progress);
  const threshold = rankerCardOf(engine.bundle.manifest.card.params)?.validation?.threshold;
  const scores = await scoreFigures(candidates, seed, threshold);
  return { retrieval, candidateRecall: recall, ...(scores ? { scores } : {}) };
}

/** What ranking gains over the retrieval's own order, on the same cases. */
export function rankingReport(
  ours: Aspects<Pick<Figures, 'values' | 'shopperOf'>>,
  retrieval: Aspects<Pick<Figures, 'values' | 'shopperOf'>>,
  { seed, cutoffs }: Pick<Measuring, 'seed' | 'cutoffs'>,
  { scores }: Pick<Stages, 'scores'>,
  params: Readonly<Record<string, unknown>>,
): RankingReport {
  const names = cutoffs.flatMap((k) => METRICS.map((name) => `${name}@${k}`));
  const gain = (aspect: keyof Aspects) => pairedGains(ours[aspect], retrieval[aspect], seed, names);
  const all = gain('all');
  const card = rankerCardOf(params);
  return {
    gain: { metrics: all, newItems: ours.all === ours.onlyNew ? all : gain('onlyNew') },
    ...(scores ? { scores } : {}),
    ...(card ? { card } : {}),
  };
}
