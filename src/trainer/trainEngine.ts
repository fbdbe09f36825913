import { createEngine, type Engine } from '../engine/recommender.ts';
import { openPacked } from './bundle.ts';
import { parseConfig, type TrainConfig } from './config.ts';
import type { Given, Learned } from './fit.ts';
import { loadKernels } from './kernels.ts';
import { type TrainInput, trainBundle } from './train.ts';

/** What validation could have decided; a test states what it is about and takes the rest from here. */
export const UNLEARNED: Given = {
  mainPopularity: 'short',
  blend: {},
  repeats: 'exclude',
  tables: [],
  metrics: {},
};

/** The config with settings of ALS for a log of a few dozen rows, where it leaves them open. */
export function unlearned({ als, ...config }: TrainConfig): TrainConfig {
  const { alpha, lambda } = als;
  return {
    ...config,
    als: { ...als, alpha: alpha === 'auto' ? 0.01 : alpha, lambda: lambda === 'auto' ? 0.003 : lambda },
  };
}

/** Trains, packs and opens, for tests: an engine over the very bytes that would ship. */
export async function trainEngine(
  input: Omit<TrainInput, 'learned'>,
  learned?: Partial<Learned>,
): Promise<{ engine: Engine; files: Map<string, Uint8Array> }> {
  const kernels = input.kernels ?? (await loadKernels());
  const { packed } = await trainBundle({
    ...input,
    kernels,
    ...(learned ? { learned: { ...UNLEARNED, config: unlearned(input.config ?? parseConfig()), ...learned } } : {}),
  });
  return { engine: createEngine(await openPacked(packed), kernels), files: packed.files };
}
