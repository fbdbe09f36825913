import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import type { Units } from './grow.ts';
import { prepareLambdas } from './lambdas.ts';
import { CHUNK_ROWS, type TreeMemory } from './memory.ts';
import type { Team } from './team.ts';

/** What the trees are to make small. */
export interface Objective {
  /** The margin that every row starts from. */
  base: number;
  link: 'logistic' | 'identity';
  /** Gradients and hessians of the margins as they stand, as whole numbers. */
  update(): Units;
}

/** Whole gradients of one sign stay below 2^31 altogether, whole hessians below 2^32, with half a unit of rounding for each row. */
const GRADIENTS = 2 ** 31 - 2;
const HESSIANS = 2 ** 32 - 2;

export function createObjective(data: RankingData, settings: TreeSettings, memory: TreeMemory, team: Team): Objective {
  const { at, rows } = memory;
  const chunks = Math.ceil(rows / CHUNK_ROWS);
  const sums = memory.doubles('sums');
  const weights = data.weights ? at.weights : 0;
  const given = [rows, at.scores, at.labels, weights, at.gradients, at.hessians, at.sums];
  memory.floats('labels').set(data.labels);
  if (data.weights) memory.floats('weights').set(data.weights);

  if (settings.objective === 'lambdarank') {
    const writeLambdas = prepareLambdas(data, settings, memory, team);
    return {
      base: 0,
      link: 'identity',
      update() {
        writeLambdas();
        team.run('sum', chunks, given);
        return pack();
      },
    };
  }
  const [positives, all] = weightOfPositives(data);
  if (settings.objective === 'regression') {
    return {
      base: meanLabel(data, all),
      link: 'identity',
      update() {
        team.run('square', chunks, given);
        return pack();
      },
    };
  }
  const positive = settings.balance && positives > 0 ? (all - positives) / positives : 1;
  const share = (positive * positives) / (positive * positives + all - positives);
  return {
    base: logit(share),
    link: 'logistic',
    update() {
      team.run('logistic', chunks, given, [positive]);
      return pack();
    },
  };

  function pack(): Units {
    let [gradient, hessian] = [0, 0];
    for (let chunk = 0; chunk < chunks; chunk++) {
      gradient += sums[2 * chunk]!;
      hessian += sums[2 * chunk + 1]!;
    }
    const scaleOf = (limit: number, sum: number) => (sum > 0 ? (limit - rows / 2) / sum : 1);
    const scales = [scaleOf(GRADIENTS, gradient), scaleOf(HESSIANS, hessian)] as const;
    team.run('pack', chunks, [rows, at.gradients, at.hessians, at.packed], scales);
    return { gradient: 1 / scales[0], hessian: 1 / scales[1] };
  }
}

/** Labels above 0 and all, by weight. */
function weightOfPositives({ labels, weights }: RankingData): [number, number] {
  let [positives, all] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const weight = weights?.[row] ?? 1;
    all += weight;
    if (labels[row]! > 0) positives += weight;
  }
  return [positives, all];
}

function meanLabel({ labels, weights }: RankingData, all: number): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += (weights?.[row] ?? 1) * labels[row]!;
  return sum / all;
}

/** Of one kind of labels alone nothing can be told: a margin as far as is of use. */
function logit(share: number): number {
  const within = Math.min(1 - 1e-9, Math.max(1e-9, share));
  return Math.log(within / (1 - within));
}
