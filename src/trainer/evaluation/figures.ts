import type { Evaluation } from './evaluate.ts';
import { pairedGain } from './paired.ts';
import { type Figures, poolSeeds } from './pool.ts';
import { type Aspects, rankingReport, type Stages } from './ranking/stages.ts';
import type { BenchmarkReport, MeasuredModel } from './report.ts';

/** What one seed's bundles gave. */
export interface Evaluations {
  ours: Aspects;
  /** Ours without ranking; the same evaluations where there is none. */
  retrieval: Aspects;
  baselines: Record<string, Aspects>;
}

export interface FiguresOptions {
  seed: number;
  cutoffs: readonly number[];
  /** What gains over baselines are told in. */
  metric: string;
  /** Of the bundle's card. */
  params: Record<string, unknown>;
}

/** The figures of all seeds: ours, ours without ranking, and ours against the baselines. `stages`: of the first seed. */
export function figuresOf(
  seeds: readonly Evaluations[],
  stages: Stages,
  { seed, cutoffs, metric, params }: FiguresOptions,
): Pick<
  BenchmarkReport,
  | 'metrics'
  | 'newItems'
  | 'retrievalMetrics'
  | 'retrievalNewItems'
  | 'candidateRecall'
  | 'ranking'
  | 'baselines'
  | 'intervals'
  | 'shoppers'
  | 'cases'
> {
  const ours = pool(seeds.map((one) => one.ours));
  const isRanked = seeds.some((one) => one.retrieval.all !== one.ours.all);
  const retrieval = isRanked ? pool(seeds.map((one) => one.retrieval)) : ours;
  const names = Object.keys(seeds[0]?.baselines ?? {});
  const others = names.map((name) => [name, pool(seeds.map(({ baselines }) => baselines[name]!))] as const);
  const against = (aspect: keyof Aspects) =>
    Object.fromEntries(others.map(([name, peer]) => [name, pairedGain(ours[aspect], peer[aspect], metric, seed)]));
  const { candidateRecall } = stages;
  return {
    ...metricsOf(ours),
    retrievalMetrics: retrieval.all.metrics,
    retrievalNewItems: retrieval.onlyNew.metrics,
    candidateRecall: { all: candidateRecall.all.mean, newItems: candidateRecall.onlyNew.mean },
    ...(isRanked ? { ranking: rankingReport(ours, retrieval, { seed, cutoffs }, stages, params) } : {}),
    baselines: Object.fromEntries(others.map(([name, peer]) => [name, metricsOf(peer)])),
    intervals: {
      ...intervalsOf(ours),
      retrieval: intervalsOf(retrieval),
      candidateRecall: { all: candidateRecall.all.interval, newItems: candidateRecall.onlyNew.interval },
      baselines: Object.fromEntries(others.map(([name, peer]) => [name, intervalsOf(peer)])),
      gain: { [metric]: against('all'), [`newItems.${metric}`]: against('onlyNew') },
    },
    shoppers: { all: ours.all.shoppers, newItems: ours.onlyNew.shoppers },
    cases: { all: ours.all.cases, newItems: ours.onlyNew.cases },
  };

  function pool(evaluations: readonly Aspects<Evaluation>[]): Aspects<Figures> {
    const of = (aspect: keyof Aspects) =>
      poolSeeds(
        evaluations.map((one) => one[aspect]),
        seed,
      );
    const all = of('all');
    const [first] = evaluations;
    return { all, onlyNew: first!.all === first!.onlyNew ? all : of('onlyNew') };
  }
}

const metricsOf = ({ all, onlyNew }: Aspects<Figures>): MeasuredModel => ({
  metrics: all.metrics,
  newItems: onlyNew.metrics,
});

const intervalsOf = ({ all, onlyNew }: Aspects<Figures>) => ({ metrics: all.intervals, newItems: onlyNew.intervals });
