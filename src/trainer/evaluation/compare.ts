import { SOURCE_NAMES } from '../../engine/shelf/types.ts';
import { fail } from '../../errors/failAny.ts';
import type { TableSource, TrainConfig } from '../config.ts';
import type { Learned } from '../fit.ts';
import { FAMILIES } from '../models/families.ts';
import type { Model } from '../models/model.ts';
import { popularity } from '../models/popularity.ts';
import { openSettings, withSettings } from '../recipe/settings.ts';
import type { Tables } from '../tables/tables.ts';
import { DEFAULT_MODELS, type Trained } from '../train.ts';
import { takesAgain } from './baselines.ts';
import { measureTrained, type Task } from './measure.ts';
import type { ComparedModel } from './report.ts';

/** Every model with a table of its own, each once, in the order of the sources. */
export function comparable(): Model[] {
  const all = new Set<Model>([...Object.values(FAMILIES).flat(), ...DEFAULT_MODELS]);
  return [...all]
    .filter(({ table }) => table !== undefined)
    .sort((a, b) => SOURCE_NAMES.indexOf(a.table!) - SOURCE_NAMES.indexOf(b.table!));
}

/** The models of these names, or all. @throws USAGE for a name that no model has */
export function modelsNamed(names: 'all' | readonly string[]): Model[] {
  const models = comparable();
  if (names === 'all') return models;
  const unknown = names.find((name) => !models.some((model) => model.name === name));
  if (unknown !== undefined)
    throw fail(
      'USAGE',
      `--compare: there is no model "${unknown}"; there are ${models.map(({ name }) => name).join(', ')}`,
    );
  return models.filter(({ name }) => names.includes(name));
}

/**
 * Models one by one, each packed with popularity alone, which fills its lists up, and asked as ours is. Settings are those that
 * validation chose where the model was among what was tried, its own first guess elsewhere.
 */
export async function compareFamilies(
  models: readonly Model[],
  task: Task,
  { learned, tables }: Pick<Trained, 'learned' | 'tables'>,
): Promise<ComparedModel[]> {
  const compared: ComparedModel[] = [];
  // It was learned on candidates of all tables together.
  const { ranker: _, ranked: __, ...retrieval } = learned;
  for (const model of models) {
    const table = model.table as TableSource;
    const measured = await measureTrained({
      ...task,
      models: [popularity, model],
      learned: {
        ...retrieval,
        config: await settingsFor(model, learned, tables),
        families: { [table]: model.name },
        tables: [],
        blend: { [table]: 1 },
        repeats: takesAgain(task) ? 'allow' : 'exclude',
      },
    });
    compared.push({
      name: model.name,
      metrics: measured.all.metrics,
      newItems: measured.onlyNew.metrics,
      intervals: { metrics: measured.all.intervals, newItems: measured.onlyNew.intervals },
      bundleBytes: measured.bundleBytes,
      trainSeconds: measured.trainSeconds,
    });
  }
  return compared;
}

/** The best of the settings that validation tried for this model; its own first guess where it tried none. */
async function settingsFor(model: Model, { config, tried }: Learned, tables: Tables): Promise<TrainConfig> {
  const [best] = tried.filter(({ family }) => family === model.name).sort((a, b) => b.ndcg - a.ndcg);
  const guess = (await model.trials?.(tables, config))?.[0] ?? {};
  return withSettings(model, config, best?.settings ?? openSettings(model, config, guess));
}
