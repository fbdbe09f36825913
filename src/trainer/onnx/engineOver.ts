import { loadLater } from '../../engine/bundle/open.ts';
import type { PackedBundle } from '../../engine/bundle/write.ts';
import type { Interaction } from '../../engine/events.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { createEngine, type Engine } from '../../engine/recommender.ts';
import { openPacked } from '../bundle.ts';
import { sha256 } from '../digest.ts';
import { sequenceOf } from './run.ts';

/**
 * An engine over packed files, every section there. Where its encoder is a model from outside, the vectors of these
 * histories are computed ahead, for who asks the engine's stages one after the other and waits for nothing.
 * @throws every BUNDLE_* code, MISSING_PACKAGE, ENCODER_UNAVAILABLE
 */
export async function engineOver(
  packed: PackedBundle,
  kernels: Kernels,
  histories: readonly (readonly Interaction[])[] = [],
): Promise<Engine> {
  const bundle = await openPacked(packed);
  await loadLater(bundle, async (file) => packed.files.get(file)!, sha256);
  const sequence = await sequenceOf(bundle);
  const engine = createEngine(bundle, kernels, { sequence });
  if (sequence) for (const history of histories) await engine.prepare(history, {});
  return engine;
}
