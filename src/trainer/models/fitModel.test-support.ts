import type { Section } from '../../engine/bundle/bundle.ts';
import { createJsKernels } from '../../engine/kernels/js.ts';
import { parseConfig } from '../config.ts';
import { silent } from '../progress.ts';
import type { CatalogueRow, EventLog } from '../tables/log.ts';
import { buildTables, type Tables } from '../tables/tables.ts';
import type { Model } from './model.ts';

/** Fits one model for tests: its section, undefined where it gives none, and the tables it was fitted on. */
export async function fitModel(
  model: Model,
  log: EventLog,
  settings: object = {},
  catalogue?: readonly CatalogueRow[],
): Promise<{ section: Section | undefined; tables: Tables }> {
  const config = parseConfig(settings);
  const tables = buildTables(log, catalogue, config);
  const serving = {
    eventWeights: tables.eventWeights,
    halfLifeDays: config.halfLifeDays,
    sessionGapMinutes: config.sessionGapMinutes,
  };
  const learned = { mainPopularity: 'short' } as const;
  const kernels = createJsKernels();
  const [section] = await model.fit(tables, { config, learned, serving, kernels, progress: silent });
  return { section, tables };
}
