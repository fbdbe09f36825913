import { setImmediate } from 'node:timers/promises';
import type { ServingConfig } from '../engine/bundle/manifest.ts';
import type { SectionContent } from '../engine/bundle/write.ts';
import { type Cache, noCache } from './cache/cache.ts';
import type { TrainConfig } from './config.ts';
import { fitWithColdItems } from './models/cold/coldItems.ts';
import type { FitContext, Model } from './models/model.ts';
import type { Tables } from './tables/tables.ts';

/** The one place where a model is fitted: on trial, for validation, and for good. */
export async function fitSections(
  model: Model,
  tables: Tables,
  context: FitContext,
  cache: Cache = noCache,
): Promise<SectionContent[]> {
  // Fitting is one long computation: between models the process hears Ctrl-C.
  await setImmediate();
  // Kernels have no say: they and their twins give the same bits.
  const { config, learned, serving } = context;
  const parts = [tables, config, learned.mainPopularity, serving];
  return cache.through(`fit ${model.table} ${model.name}`, parts, () =>
    model.table === 'factors' ? fitWithColdItems(model, tables, context) : model.fit(tables, context),
  );
}

/** How a device will read histories: what models that aggregate them must know. */
export function readingOf(tables: Tables, config: TrainConfig): FitContext['serving'] & Partial<ServingConfig> {
  const { bounceSeconds, dwellSeconds, negativeWeights } = config;
  return {
    eventWeights: tables.eventWeights,
    halfLifeDays: tables.hasTimes ? config.halfLifeDays : 0,
    sessionGapMinutes: config.sessionGapMinutes,
    // Of these only what the config says: a bundle's version is a hash of its serving config.
    ...(bounceSeconds === undefined ? {} : { bounceSeconds }),
    ...(dwellSeconds === undefined ? {} : { dwellSeconds }),
    ...(negativeWeights === undefined ? {} : { negativeWeights }),
  };
}
