import { setImmediate } from 'node:timers/promises';
import type { Tree, TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { fail } from '../../../errors/failAny.ts';
import { type Progress, silent } from '../../progress.ts';
import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import { defaultThreads } from '../../threads/crew.ts';
import { addTree } from './addTree.ts';
import { checkRows } from './checkRows.ts';
import { encodeAll } from './encode.ts';
import { createGrower } from './grow.ts';
import { longestGroup } from './lambdas.ts';
import { layOutTrees } from './memory.ts';
import { metricOf } from './metric.ts';
import { createObjective } from './objective.ts';
import { createSampler } from './sample.ts';
import { createTeam } from './team.ts';

export interface FitTreesOptions {
  /** Rows that decide how many trees stay. */
  validation?: RankingData | undefined;
  /** Threads; absent: one a core, and one for few rows. The answer is the same. */
  threads?: number | undefined;
  /** Starts what is drawn: rows, inputs, the sample that bins are found on. */
  seed?: number | undefined;
  /** By input: 1 where the margin may only rise with it, -1 only fall, 0 either; absent: 0. Not of categories. */
  directions?: readonly number[] | undefined;
  progress?: Progress | undefined;
}

export interface FittedTrees {
  ensemble: TreeEnsemble;
  /** By input: what its splits gained, and how many there are, in the trees that stay. */
  importance: { gain: Float64Array; splits: Float64Array };
  /** Trees that stay. */
  rounds: number;
  /** The measure after each tree that was grown, where there are rows of validation. */
  validationMetric?: number[];
}

/** Cells of rows, inputs and trees below which starting threads takes longer than they save. */
const WORTH_THREADS = 1e8;

/**
 * Gradient-boosted trees (Friedman 2001) over histograms, grown leaf by leaf as LightGBM does (Ke et al. 2017). Histograms are sums of whole
 * numbers, exact in any order (Shi et al. 2022, with 2^31 levels of a sum in place of a few bits): neither the threads nor their number shows.
 *
 * @throws TOO_LITTLE_DATA without rows or inputs; RangeError where the rows are not as they should be
 */
export async function fitTrees(
  data: RankingData,
  settings: TreeSettings,
  options: FitTreesOptions = {},
): Promise<FittedTrees> {
  const { validation, seed = 1, directions = [], progress = silent } = options;
  const [rows, inputs] = [data.labels.length, data.columns.length];
  if (rows === 0 || inputs === 0)
    throw fail('TOO_LITTLE_DATA', `trees: ${rows} rows of ${inputs} inputs to learn from`);
  checkRows(data, settings.objective);
  if (validation) checkRows(validation, settings.objective);
  const isLittle = rows * inputs * settings.trees < WORTH_THREADS;
  const threads = options.threads ?? (isLittle ? 1 : defaultThreads());
  const allRows = rows + (validation?.labels.length ?? 0);
  const sizes = { rows, allRows, inputs, groups: data.offsets.length - 1, longest: longestGroup(data) };
  const memory = layOutTrees(sizes, settings, threads);
  const team = await createTeam(memory, threads);
  try {
    const encoded = await encodeAll(data, validation, settings, memory, team, seed);
    const objective = createObjective(data, settings, memory, team);
    const grower = createGrower(memory, team, encoded, directions, settings);
    const sampler = createSampler(data, settings, memory, seed);
    const base = data.start ? 0 : objective.base;
    const scores = memory.doubles('scores').fill(base);
    if (data.start) scores.set(data.start);
    if (validation?.start) scores.set(validation.start, rows);
    const watch = validation && watchRounds(validation, settings, scores.subarray(rows));
    const grown: { tree: Tree; splits: { input: number; gain: number }[] }[] = [];
    const isDrawn = settings.inputShare < 1 || settings.rowShare < 1;
    for (let round = 0; round < settings.trees; round++) {
      progress('trees', round, settings.trees);
      await setImmediate();
      const { own, others } = sampler.draw();
      const units = objective.update();
      const next = grower.grow(own, units, sampler.inputs());
      if (!next && !isDrawn) break;
      if (!next) continue;
      addTree(memory, team, next, others);
      grown.push(next);
      if (watch?.isOver()) break;
    }
    progress('trees', settings.trees, settings.trees);
    const kept = grown.slice(0, watch?.best() ?? grown.length);
    return {
      ensemble: { inputs, trees: kept.map(({ tree }) => tree), base, link: objective.link, slope: 1 },
      importance: importanceOf(kept, inputs),
      rounds: kept.length,
      ...(watch && { validationMetric: watch.measured }),
    };
  } finally {
    await team.close();
  }
}

/** Measures validation after each tree. */
function watchRounds(validation: RankingData, settings: TreeSettings, margins: Float64Array) {
  const metric = metricOf(validation, settings);
  const measured: number[] = [];
  let best = 0;
  return {
    measured,
    /** Measures; true where the last `patience` trees brought nothing. */
    isOver(): boolean {
      const rounds = measured.push(metric.measure(margins));
      if (rounds === 1 || metric.sign * (measured[rounds - 1]! - measured[best]!) > 0) best = rounds - 1;
      return settings.patience > 0 && rounds - 1 - best >= settings.patience;
    },
    /** Trees that stay. */
    best: () => (settings.patience > 0 ? Math.min(measured.length, best + 1) : measured.length),
  };
}

function importanceOf(grown: readonly { splits: { input: number; gain: number }[] }[], inputs: number) {
  const gain = new Float64Array(inputs);
  const splits = new Float64Array(inputs);
  for (const tree of grown)
    for (const split of tree.splits) {
      gain[split.input]! += split.gain;
      splits[split.input]!++;
    }
  return { gain, splits };
}
