import type { TableSource } from '../config.ts';
import { als } from './als.ts';
import { bag } from './bag/bag.ts';
import { neighbours } from './itemKnn.ts';
import { autoencoder } from './linear/autoencoder.ts';
import { ease } from './linear/ease.ts';
import { localEase } from './linear/localEase.ts';
import { mf } from './mf/mf.ts';
import type { Model } from './model.ts';
import { twoTower } from './twoTower/twoTower.ts';
import { warp } from './warp/warp.ts';

/**
 * The families of models that can fill a table. A bundle has one dense table (`factors`) and one sparse one of neighbours; the recipe
 * picks the family of each on validation. All of a table write the same section, which the engine reads without asking who wrote it.
 */
export const FAMILIES = {
  factors: [als, bag, warp, mf, twoTower, autoencoder],
  neighbours: [neighbours, ease, localEase],
} as const satisfies Partial<Record<TableSource, readonly Model[]>>;
