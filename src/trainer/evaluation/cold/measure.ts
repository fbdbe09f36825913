import { loadLater } from '../../../engine/bundle/open.ts';
import { openPacked } from '../../bundle.ts';
import { sha256 } from '../../digest.ts';
import type { Learned } from '../../fit.ts';
import { loadKernels } from '../../kernels.ts';
import { engineOf } from '../../onnx/run.ts';
import { trainBundle } from '../../train.ts';
import type { Asked } from '../lists.ts';
import type { Task } from '../measure.ts';
import type { TrialInput } from '../protocols/trial.ts';
import type { ColdReport } from '../report.ts';
import { holdOutItems, measureColdItems } from './items.ts';
import { measureColdShoppers, newcomersOf } from './shoppers.ts';

/**
 * What a benchmark's recipe does for items and for shoppers that nobody knows yet. Items: a part of them is held out of the test's own split,
 * and what was learned is fitted once more without them. Shoppers: those of the log whom training never saw, asked of the bundle there is.
 */
export async function measureCold(
  { protocol, log, test }: Pick<TrialInput, 'protocol' | 'log' | 'test'>,
  task: Task,
  { learned, engine }: { learned: Learned; engine: Asked },
): Promise<ColdReport> {
  const { config, progress } = task;
  const { seed, eventWeights } = config;
  // A test file of sessions has shoppers of its own, whatever their names; one of pairs has those of training.
  const newcomers =
    protocol === 'next-item' && test
      ? newcomersOf(test, [], eventWeights)
      : newcomersOf(log, task.test.earlier.shoppers, eventWeights);
  const split = holdOutItems(task.test, task.catalogue, { seed, eventWeights });
  return {
    ...(split.cases.length > 0
      ? { items: await measureColdItems(await refit(split, task, learned), split, { seed, progress }) }
      : {}),
    ...(newcomers.length > 0 ? { shoppers: await measureColdShoppers(engine, newcomers, { seed, progress }) } : {}),
  };
}

/** Fits what was learned once more, with the catalogue as a file: of items held out there is nothing else. */
async function refit(
  { earlier: log, catalogue }: ReturnType<typeof holdOutItems>,
  { config, progress, cache }: Task,
  learned: Learned,
) {
  const kernels = await loadKernels();
  const { packed } = await trainBundle({ log, catalogue, config, kernels, progress, cache, learned });
  const bundle = await openPacked(packed);
  await loadLater(bundle, async (file) => packed.files.get(file)!, sha256);
  return engineOf(bundle, kernels);
}
