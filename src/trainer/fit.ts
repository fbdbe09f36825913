import { setImmediate } from 'node:timers/promises';
import type { ModelCard, ServingConfig } from '../engine/bundle/manifest.ts';
import type { PackedBundle, SectionContent } from '../engine/bundle/write.ts';
import type { PopularityWindow } from '../engine/candidates/popularity.ts';
import type { Kernels } from '../engine/kernels/kernels.ts';
import { packTables } from './bundle.ts';
import type { TrainConfig } from './config.ts';
import type { Model } from './models/model.ts';
import type { Progress } from './progress.ts';
import type { CatalogueRow, EventLog } from './tables/log.ts';
import { buildTables, type Tables } from './tables/tables.ts';

/** What a log itself decides, on its validation slice (see learn.ts). */
export interface Learned {
  als: { alpha: number; lambda: number };
  /** The memory of popularity that predicts best alone: it fills shelves and greets newcomers. */
  mainPopularity: PopularityWindow;
  blend: Record<string, number>;
  repeats: ServingConfig['repeats'];
  /** Validation figures, through the engine. */
  metrics: Record<string, number>;
}

export interface FitInput {
  log: EventLog;
  /** Rows of a catalogue file; what it does not list is out of stock. */
  catalogue?: readonly CatalogueRow[] | undefined;
  models: readonly Model[];
  config: TrainConfig;
  kernels: Kernels;
  progress: Progress;
}

export interface Fitted {
  packed: PackedBundle;
  tables: Tables;
}

/** Fits every model on the whole of a log, with everything learned taken as given, and packs the bundle. @throws TOO_LITTLE_DATA */
export async function fitBundle(
  { log, catalogue, models, config, kernels, progress }: FitInput,
  learned: Learned,
): Promise<Fitted> {
  const tables = buildTables(log, catalogue, config);
  const serving: ServingConfig = {
    eventWeights: tables.eventWeights,
    halfLifeDays: tables.hasTimes ? config.halfLifeDays : 0,
    sessionGapMinutes: config.sessionGapMinutes,
    repeats: learned.repeats,
    justBoughtHours: config.justBoughtHours,
    blend: learned.blend,
  };
  const sections: SectionContent[] = [];
  for (const model of models) {
    // Fitting is one long computation: between models the process hears Ctrl-C.
    await setImmediate();
    sections.push(...(await model.fit(tables, { config, learned, serving, kernels, progress })));
  }
  const card: ModelCard = {
    model: models.map(({ name }) => name).join(' + '),
    metrics: learned.metrics,
    params: { ...config, als: { ...config.als, ...learned.als } },
  };
  return { packed: await packTables(tables, sections, serving, card), tables };
}
