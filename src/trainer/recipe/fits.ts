import type { ServingConfig } from '../../engine/bundle/manifest.ts';
import type { SectionContent } from '../../engine/bundle/write.ts';
import type { Engine } from '../../engine/recommender.ts';
import { packTables } from '../bundle.ts';
import type { EvaluationCase } from '../evaluation/cases.ts';
import type { FitInput } from '../fit.ts';
import { fitSections, readingOf } from '../fitSections.ts';
import { engineOver } from '../onnx/engineOver.ts';
import type { EventLog } from '../tables/log.ts';
import { filterLog } from '../tables/split.ts';
import { buildTables, type Tables } from '../tables/tables.ts';
import { type Choice, settingsOf } from './settings.ts';

/** Engines over choices of tables fitted on one log, each fitted once. */
export interface Fits {
  readonly tables: Tables;
  /** An engine whose bundle holds exactly these. */
  engineOf(choices: readonly Choice[]): Promise<Engine>;
}

/** @param cases whose histories its engines will be asked about */
export function createFits(
  { config, kernels, progress, cache }: FitInput,
  log: EventLog,
  cases: readonly EvaluationCase[] = [],
): Fits {
  const tables = buildTables(log, undefined, config);
  const serving: ServingConfig = {
    ...readingOf(tables, config),
    repeats: 'allow',
    justBoughtHours: config.justBoughtHours,
    blend: {},
  };
  const fitted = new Map<string, SectionContent[]>();
  const sectionsOf = async ({ model, config: chosen }: Choice) => {
    const key = `${model.table ?? ''} ${model.name} ${JSON.stringify(settingsOf(model, chosen))}`;
    const known = fitted.get(key);
    if (known) return known;
    const learned = { mainPopularity: 'medium' } as const;
    const context = { config: chosen, learned, serving, kernels, progress };
    const sections = await fitSections(model, tables, context, cache);
    fitted.set(key, sections);
    return sections;
  };
  return {
    tables,
    async engineOf(choices) {
      const sections: SectionContent[] = [];
      for (const choice of choices) sections.push(...(await sectionsOf(choice)));
      const packed = await packTables(tables, sections, serving, { model: '', metrics: {}, params: {} });
      return engineOver(
        packed,
        kernels,
        cases.map(({ history }) => history),
      );
    },
  };
}

/** Every n-th shopper of a log, so that about `most` interactions remain. */
export function someShoppers(log: EventLog, most: number): EventLog {
  const stride = Math.ceil(log.item.length / most);
  return stride > 1 ? filterLog(log, (row) => log.shopper[row]! % stride === 0) : log;
}
