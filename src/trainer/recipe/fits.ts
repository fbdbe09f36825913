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
  /** The same of as many shoppers as families may tune themselves on, which count pairs of what lies near in a history. */
  readonly tuning: Tables;
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
  const few = tunable(log);
  return {
    tables,
    tuning: few === log ? tables : buildTables(few, undefined, config),
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

/** Pairs that tuning may count, and how far apart two of a history are counted as one. */
const PAIRS = 2_000_000;
const WINDOW = 30;

/** Every n-th shopper, so that about PAIRS lie near in their histories: of long ones few shoppers give as many as many of short ones. */
function tunable(log: EventLog): EventLog {
  let pairs = 0;
  const lengths = new Int32Array(log.shoppers.length);
  for (const shopper of log.shopper) lengths[shopper]!++;
  for (const length of lengths) pairs += length * Math.min(WINDOW, length);
  return someShoppers(log, (log.item.length * PAIRS) / Math.max(1, pairs));
}

/** Every n-th shopper of a log, so that about `most` interactions remain. */
export function someShoppers(log: EventLog, most: number): EventLog {
  const stride = Math.ceil(log.item.length / most);
  return stride > 1 ? filterLog(log, (row) => log.shopper[row]! % stride === 0) : log;
}
