import { createEngine, type Engine } from '../engine/recommender.ts';
import { openPacked } from './bundle.ts';
import type { Learned } from './fit.ts';
import { loadKernels } from './kernels.ts';
import { type TrainInput, trainBundle } from './train.ts';

/** What validation could have decided; a test states what it is about and takes the rest from here. */
export const UNLEARNED: Learned = {
  als: { alpha: 0.01, lambda: 0.003 },
  mainPopularity: 'short',
  blend: {},
  repeats: 'exclude',
  tables: [],
  metrics: {},
};

/** Trains, packs and opens, for tests: an engine over the very bytes that would ship. */
export async function trainEngine(
  input: Omit<TrainInput, 'learned'>,
  learned?: Partial<Learned>,
): Promise<{ engine: Engine; files: Map<string, Uint8Array> }> {
  const kernels = input.kernels ?? (await loadKernels());
  const { packed } = await trainBundle({
    ...input,
    kernels,
    ...(learned ? { learned: { ...UNLEARNED, ...learned } } : {}),
  });
  return { engine: createEngine(await openPacked(packed), kernels), files: packed.files };
}
