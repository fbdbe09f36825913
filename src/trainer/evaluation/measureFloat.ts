import { keepExact } from '../../engine/kernels/exact.ts';
import { createEngine } from '../../engine/recommender.ts';
import { openPacked } from '../bundle.ts';
import { loadKernels } from '../kernels.ts';
import { type Trained, trainBundle } from '../train.ts';
import { type Evaluation, evaluateCases } from './evaluate.ts';
import { floatTwin } from './floatTwin.ts';
import type { Task } from './measure.ts';
import { pairedGain } from './paired.ts';
import { poolSeeds } from './pool.ts';
import type { BenchmarkReport } from './report.ts';

/** Cases asked of both: float scans cost some ten times what int8 ones do. */
const MOST_CASES = 4000;
const METRICS = ['ndcg', 'recall', 'hit', 'mrr'];

/** A bundle and its float twin on the same cases. */
export interface FloatPair {
  replaced: string[];
  int8: Evaluation;
  float: Evaluation;
}

/** Fits once more what was learned, keeps what packing rounds, and asks the bundle and its float twin for the same cases. */
export async function measureFloat(
  { test, catalogue, config, cutoffs, progress }: Task,
  { learned }: Pick<Trained, 'learned'>,
): Promise<FloatPair> {
  const kernels = await loadKernels();
  keepExact(true);
  const refit = trainBundle({
    log: { ...test.earlier, catalogue: [...catalogue] },
    // Inverted lists order vectors anew, and an approximate search is not what is measured here.
    config: { ...config, index: { ...config.index, kind: 'exact' } },
    kernels,
    progress,
    learned,
  });
  // Whatever becomes of it, nothing is kept for longer.
  const exact = await refit.then(
    () => keepExact(false),
    () => keepExact(false),
  );
  const { packed } = await refit;
  const engine = createEngine(await openPacked(packed), kernels);
  const { engine: twin, replaced } = floatTwin(engine, kernels, exact);
  const stride = Math.max(1, Math.ceil(test.cases.length / MOST_CASES));
  const cases = test.cases.filter((_, index) => index % stride === 0);
  const question = { aspect: 'all' as const, now: test.now, seed: config.seed, repeats: test.repeats };
  const int8 = await evaluateCases(engine, cases, cutoffs, question, progress);
  const float = await evaluateCases(twin, cases, cutoffs, question, progress);
  return { replaced, int8, float };
}

/** Several seeds' pairs as one figure. */
export function floatCost(
  pairs: readonly FloatPair[],
  cutoffs: readonly number[],
  seed: number,
): NonNullable<BenchmarkReport['float']> {
  const int8 = poolSeeds(
    pairs.map((pair) => pair.int8),
    seed,
  );
  const float = poolSeeds(
    pairs.map((pair) => pair.float),
    seed,
  );
  return {
    replaced: pairs[0]?.replaced ?? [],
    cases: int8.cases,
    metrics: float.metrics,
    int8: int8.metrics,
    cost: Object.fromEntries(
      cutoffs
        .flatMap((k) => METRICS.map((name) => `${name}@${k}`))
        .map((metric) => [metric, pairedGain(float, int8, metric, seed)]),
    ),
  };
}
