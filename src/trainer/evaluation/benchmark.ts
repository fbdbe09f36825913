import type { Cache } from '../cache/cache.ts';
import { parseConfig, type TrainConfig } from '../config.ts';
import { type Progress, silent } from '../progress.ts';
import type { CatalogueRow } from '../tables/log.ts';
import { measureBaselines } from './baselines.ts';
import { measureCold } from './cold/measure.ts';
import { compareFamilies, modelsNamed } from './compare.ts';
import { detailOf } from './detail.ts';
import { unknownShare } from './evaluate.ts';
import { type Evaluations, figuresOf } from './figures.ts';
import { knownBefore } from './knownBefore.ts';
import { type Measured, measureTrained, type Task } from './measure.ts';
import { type FloatPair, floatCost, measureFloat } from './measureFloat.ts';
import { mean } from './metrics.ts';
import type { ProtocolName, Trial } from './protocols/protocol.ts';
import { makeTrial, type TrialInput } from './protocols/trial.ts';
import { type Aspects, measureStages, type Stages } from './ranking/stages.ts';
import type { BenchmarkReport, ColdReport, ComparedModel } from './report.ts';

/** Cut-offs where none are asked for. */
export const CUTOFFS: Record<ProtocolName, readonly number[]> = {
  temporal: [10, 20],
  'leave-last-out': [5, 10, 20],
  'next-item': [5, 10, 20],
  'fold-in': [10, 20, 100],
  pairs: [10, 20],
};

/** How often what is drawn at random is drawn; other splits are what they are. */
const SEEDS: Partial<Record<ProtocolName, number>> = { 'fold-in': 3 };

/** Below this, validation says nothing, and training looks for a part of its own. */
const MIN_VALIDATION = 20;

export interface BenchmarkInput extends Omit<TrialInput, 'config'> {
  catalogue?: readonly CatalogueRow[] | undefined;
  config?: TrainConfig;
  cutoffs?: readonly number[] | undefined;
  /** How many seeds, from that of the config on, are averaged. */
  seeds?: number | undefined;
  /** Models to pack and measure alone; `all`: every one. */
  compare?: 'all' | readonly string[] | undefined;
  /** Measure, too, what rounding to int8 costs. */
  float?: boolean | undefined;
  /** Measure, too, items and shoppers that training does not know. */
  cold?: boolean | undefined;
  progress?: Progress;
  /** Where fits are kept, see TrainInput. */
  cache?: Cache | undefined;
}

/**
 * Splits a log as the protocol says, trains on the earlier part alone with settings chosen on the protocol's own validation, packs, and
 * asks the bundle through the engine for every case; popularity and item-kNN are packed and asked in the same way. Of the
 * catalogue the bundles get what the earlier part knows of: see `knownBefore`.
 * @throws TOO_LITTLE_DATA, USAGE
 */
export async function benchmark({
  config = parseConfig(),
  progress = silent,
  ...input
}: BenchmarkInput): Promise<BenchmarkReport> {
  const cutoffs = input.cutoffs ?? CUTOFFS[input.protocol];
  const comparing = input.compare && modelsNamed(input.compare);
  const count = input.seeds ?? SEEDS[input.protocol] ?? 1;
  const seeds = Array.from({ length: count }, (_, i) => config.seed + i);
  const models: Evaluations[] = [];
  const times: Pick<Measured, 'trainSeconds' | 'evaluateSeconds'>[] = [];
  let first:
    | { trial: Trial; ours: Measured; stages: Stages; compared?: ComparedModel[]; cold?: ColdReport }
    | undefined;
  const floats: FloatPair[] = [];
  for (const seed of seeds) {
    const trial = makeTrial({ ...input, config: { ...config, seed } });
    const task = { ...taskOf(trial, { ...config, seed }, cutoffs, progress, input.catalogue), cache: input.cache };
    const ours = await measureTrained(task);
    const baselines = await measureBaselines(task, ours.trained.learned);
    const stages = await measureStages(ours.engine, trial.test, ours, { cutoffs, seed, progress });
    models.push({
      ours: evaluationsOf(ours),
      retrieval: evaluationsOf(stages.retrieval),
      baselines: Object.fromEntries(Object.entries(baselines).map(([name, one]) => [name, evaluationsOf(one)])),
    });
    times.push(ours);
    first ??= {
      trial,
      ours,
      stages,
      ...(comparing ? { compared: await compareFamilies(comparing, task, ours.trained) } : {}),
      ...(input.cold
        ? { cold: await measureCold(input, task, { learned: ours.trained.learned, engine: ours.engine }) }
        : {}),
    };
    if (input.float) floats.push(await measureFloat(task, ours.trained));
  }
  const { trial, ours, stages, compared, cold } = first!;
  const { manifest } = ours.trained.packed;
  const k = headline(cutoffs);
  return {
    protocol: input.protocol,
    description: trial.description,
    ...figuresOf(models, stages, { seed: config.seed, cutoffs, metric: `ndcg@${k}`, params: manifest.card.params }),
    unknownTargets: unknownShare(ours.all),
    ...(compared ? { compared } : {}),
    ...(cold ? { cold } : {}),
    ...(floats.length > 0 ? { float: floatCost(floats, cutoffs, config.seed) } : {}),
    seeds,
    bundleBytes: ours.bundleBytes,
    trainSeconds: mean(times.map(({ trainSeconds }) => trainSeconds)),
    evaluateSeconds: mean(times.map(({ evaluateSeconds }) => evaluateSeconds)),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    rows: input.log.report.rows,
    sections: manifest.sections.map(({ name, bytes, load }) => ({ name, bytes, load })),
    model: manifest.card.model,
    params: { ...manifest.card.params, serving: manifest.serving },
    detail: await detailOf(ours.engine, ours.all, {
      k,
      seed: config.seed,
      now: trial.test.now,
      repeats: trial.test.repeats,
      known: ours.known,
      sessionGapMinutes: input.log.hasTimes ? config.sessionGapMinutes : undefined,
    }),
  };
}

/** Without the bundle and what it was trained from. */
const evaluationsOf = ({ all, onlyNew }: Aspects): Aspects => ({ all, onlyNew });

/** The cut-off of detail and of paired comparisons. */
const headline = (cutoffs: readonly number[]) => (cutoffs.includes(10) ? 10 : cutoffs[0]!);

function taskOf(
  { test, validation }: Trial,
  config: TrainConfig,
  cutoffs: readonly number[],
  progress: Progress,
  catalogue: readonly CatalogueRow[] | undefined,
): Task {
  return {
    test,
    ...(validation.cases.length >= MIN_VALIDATION
      ? {
          validation: { ...validation, earlier: { ...validation.earlier, catalogue: timeless(validation, catalogue) } },
        }
      : {}),
    catalogue: knownBefore(test.earlier, catalogue),
    cutoffs,
    config,
    progress,
  };
}

/** Prices are of today, as stock is. */
function timeless({ earlier }: Trial['validation'], file: readonly CatalogueRow[] | undefined): CatalogueRow[] {
  return knownBefore(earlier, file).map(({ price: _, ...row }) => row);
}
