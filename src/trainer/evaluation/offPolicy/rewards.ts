import { setImmediate } from 'node:timers/promises';
import { parse } from 'valibot';
import { createTreeScorer } from '../../../engine/kernels/trees/createTreeScorer.ts';
import { logistic } from '../../../engine/ranking/calibrate.ts';
import { loadTreeModule } from '../../kernels.ts';
import { fitTrees } from '../../models/trees/fit.ts';
import { type Progress, silent } from '../../progress.ts';
import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import { treesSettings } from '../../settings/trees.ts';
import type { BanditLog, Feature } from '../../tables/banditLog.ts';
import type { Policy } from './policy.ts';

/** Small trees, many rows a leaf: clicks are few. */
const SETTINGS = parse(treesSettings, {
  objective: 'binary',
  trees: 60,
  leaves: 6,
  rate: 0.05,
  minRows: 100,
  lambda: 1,
});

const FOLDS = 5;

/** What a model of clicks expects, of models that never saw the impression they are asked of. */
export interface ExpectedRewards {
  /** Chance of a click on what was shown, by impression. */
  shown: Float64Array;
  /** By policy: chance of a click had the policy chosen for this impression, its mean over what it shows. */
  under: Float64Array[];
}

/**
 * Learns clicks from item, position, what is known of both and of the shopper: boosted trees on four fifths of the impressions for
 * each fifth (cross-fitting: Chernozhukov et al. 2018).
 */
export async function crossFitRewards(
  log: BanditLog,
  policies: readonly Policy[],
  seed: number,
  progress: Progress = silent,
): Promise<ExpectedRewards> {
  const rows = log.item.length;
  const random = new Random(seed, 'off-policy folds');
  const fold = Uint8Array.from({ length: rows }, (_, i) => i % FOLDS);
  const foldOf = Uint8Array.from(random.shuffle([...fold]));
  const inputs = inputsOf(log);
  const shown = new Float64Array(rows);
  const under = policies.map(() => new Float64Array(rows));
  const module = await loadTreeModule();
  for (let f = 0; f < FOLDS; f++) {
    progress('reward model', f, FOLDS);
    const held = Int32Array.from([...foldOf.keys()].filter((i) => foldOf[i] === f));
    const rest = Int32Array.from([...foldOf.keys()].filter((i) => foldOf[i] !== f));
    const { ensemble } = await fitTrees(rowsOf(log, inputs, rest), SETTINGS, { seed });
    const scorer = createTreeScorer(module, ensemble);
    const columns = new Float32Array(inputs.length * held.length);
    for (let a = 0; a < log.items.length; a++) {
      await setImmediate();
      for (const [n, input] of inputs.entries())
        for (const [at, i] of held.entries()) columns[n * held.length + at] = input.at(i, a);
      const margins = scorer.run(columns, held.length, held.length);
      for (const [at, i] of held.entries()) {
        const chance = logistic(margins[at]!);
        if (a === log.item[i]) shown[i] = chance;
        const cell = log.slot[i]! * log.items.length + a;
        for (let p = 0; p < policies.length; p++) under[p]![i]! += policies[p]!.chances[cell]! * chance;
      }
    }
  }
  progress('reward model', FOLDS, FOLDS);
  return { shown, under };
}

interface Input {
  isCategory: boolean;
  /** For impression i, had it been of item a. */
  at(i: number, a: number): number;
}

function inputsOf({ positions, slot, items, context, itemFeatures, affinity }: BanditLog): Input[] {
  const ofItem = ({ isCategory, values }: Feature): Input => ({ isCategory, at: (_, a) => values[a]! });
  const ofShopper = ({ isCategory, values }: Feature): Input => ({ isCategory, at: (i) => values[i]! });
  return [
    { isCategory: true, at: (_, a) => a },
    { isCategory: false, at: (i) => positions[slot[i]!]! },
    ...itemFeatures.map(ofItem),
    ...context.map(ofShopper),
    ...(affinity ? [{ isCategory: false, at: (i: number, a: number) => affinity[i * items.length + a]! }] : []),
  ];
}

function rowsOf(log: BanditLog, inputs: readonly Input[], rows: Int32Array): RankingData {
  return {
    columns: inputs.map((input) => Float32Array.from(rows, (i) => input.at(i, log.item[i]!))),
    isCategory: inputs.map(({ isCategory }) => isCategory),
    labels: Float32Array.from(rows, (i) => log.click[i]!),
    offsets: Int32Array.of(0, rows.length),
  };
}
