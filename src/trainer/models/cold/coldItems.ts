import type { SectionContent } from '../../../engine/bundle/write.ts';
import type { Tables } from '../../tables/tables.ts';
import { contentVectors } from '../content.ts';
import type { FitContext, Model } from '../model.ts';
import { chooseColdWeight } from './chooseWeight.ts';
import { type ColdMaterial, fillCold } from './fillCold.ts';
import { supportOf } from './support.ts';

/** Dimensions of the content that is mapped: it does not ship, so it may say more than what does. */
const WIDTH = 64;

/**
 * A model's sections; those of factors with vectors for items that nobody took yet, made of what is written of them, as far as that
 * shows its worth on items that are hidden (chooseWeight.ts). As the model gives them where there is no such item, nothing
 * is written, or `content.cold` is off. An encoder from outside brings its own vectors.
 * @throws MISSING_PACKAGE, TEXT_MODEL
 */
export async function fitWithColdItems(model: Model, tables: Tables, context: FitContext): Promise<SectionContent[]> {
  const sections = await model.fit(tables, context);
  const factors = sections.find(({ name }) => name === 'factors');
  if (!factors || factors.params.encoder === 'onnx' || context.config.content.cold === 'off') return sections;
  const support = supportOf(tables);
  if (!support.includes(0)) return sections;
  const material = await materialOf(tables, support, context);
  if (!material) return sections;
  const refit = async (trial: Tables) => (await model.fit(trial, context)).find(({ name }) => name === 'factors');
  const chosen = await chooseColdWeight(refit, material, tables, context);
  if (!chosen) return sections;
  const filled = fillCold(factors, material, chosen.settings);
  return sections.map((section) => (section === factors ? filled : section));
}

/** What the map is made of; undefined where nothing is written of any item. */
export async function materialOf(
  tables: Tables,
  support: Float64Array,
  { config, progress }: Pick<FitContext, 'config' | 'progress'>,
): Promise<ColdMaterial | undefined> {
  const width = Math.max(WIDTH, config.content.dimensions);
  const wide = { ...config, content: { ...config.content, dimensions: width } };
  const content = await contentVectors(tables, { config: wide, progress });
  return content && { content, width, support };
}
