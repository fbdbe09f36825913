import { fail } from '../../errors/fail.ts';
import type { CreateEncoder } from './encoder.ts';
import { createRatings } from './encoders/ratings.ts';
import { createSequence, type RunSequence } from './encoders/sequence.ts';
import { createSum } from './encoders/sum.ts';
import { createTower } from './encoders/tower.ts';
import { createSegmentsSource } from './segments.ts';
import { createSessionsSource } from './sessions.ts';

/** What only some bundles need, handed in so that a host need not carry it for the others. */
export interface Models {
  /** Every encoder but `als`. @throws BUNDLE_LAYOUT for one that this version does not know */
  createEncoder: CreateEncoder;
  createSegmentsSource: typeof createSegmentsSource;
  createSessionsSource: typeof createSessionsSource;
}

/** @param run runs the model of an encoder `onnx`; absent: it makes no vectors */
export function createModels(run: RunSequence = () => undefined): Models {
  const encoders = new Map<unknown, CreateEncoder>([
    ['sum', createSum],
    ['tower', createTower],
    ['mf', createRatings],
    ['onnx', createSequence(run)],
  ]);
  return {
    createEncoder(section, ...rest) {
      const { encoder } = section.params;
      const create = encoders.get(encoder);
      if (!create) throw fail('BUNDLE_LAYOUT', `section "factors": encoder ${encoder}`);
      return create(section, ...rest);
    },
    createSegmentsSource,
    createSessionsSource,
  };
}

/** For hosts that run no model from outside. */
export const models: Models = createModels();
