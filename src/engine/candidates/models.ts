import { fail } from '../../errors/fail.ts';
import type { CreateEncoder } from './encoder.ts';
import { createRatings } from './encoders/ratings.ts';
import { createSum } from './encoders/sum.ts';
import { createTower } from './encoders/tower.ts';
import { createSegmentsSource } from './segments.ts';
import { createSessionsSource } from './sessions.ts';

/** What only some bundles need, handed in so that a host need not carry it for the others. */
export interface Models {
  createEncoder: CreateEncoder;
  createSegmentsSource: typeof createSegmentsSource;
  createSessionsSource: typeof createSessionsSource;
}

/** Every encoder but `als`. */
const ENCODERS: Readonly<Record<string, CreateEncoder>> = {
  sum: createSum,
  tower: createTower,
  mf: createRatings,
};

/** @throws BUNDLE_LAYOUT for an encoder that this version does not know */
const createEncoder: CreateEncoder = (section, ...rest) => {
  const { encoder } = section.params;
  const create = typeof encoder === 'string' && Object.hasOwn(ENCODERS, encoder) ? ENCODERS[encoder] : undefined;
  if (!create) throw fail('BUNDLE_LAYOUT', `section "factors": encoder ${encoder}`);
  return create(section, ...rest);
};

export const models: Models = { createEncoder, createSegmentsSource, createSessionsSource };
