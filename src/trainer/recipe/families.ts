import { fail } from '../../errors/failAny.ts';
import type { TableSource, TrainConfig } from '../config.ts';
import type { Model } from '../models/model.ts';

/** Tables that grow with their settings and that several families may fill, in the order in which they are chosen. */
export const GROWING = ['transitions', 'factors', 'neighbours'] as const satisfies TableSource[];
export type Growing = (typeof GROWING)[number];

/**
 * The families that may fill a table: the one that the config names, or all that are not opt-in (where there are but opt-in ones, these). @throws CONFIG_INVALID for a name that
 * no family has
 */
export function familiesOf(table: TableSource, models: readonly Model[], named: TrainConfig['models'] = {}): Model[] {
  const all = models.filter((model) => model.table === table);
  const name = named[table];
  if (name === undefined) {
    const usual = all.filter(({ isOptIn }) => !isOptIn);
    return usual.length > 0 ? usual : all;
  }
  const family = all.filter((model) => model.name === name);
  // Where no model fills the table at all, as in a baseline, nothing was meant.
  if (family.length === 0 && all.length > 0)
    throw fail(
      'CONFIG_INVALID',
      `models.${table}: no family "${name}"; there are ${all.map((model) => model.name).join(', ')}`,
    );
  return family;
}

/** The table of each family that is named, as the config's `models` has it. @throws USAGE for a name that no family of these has */
export function familiesNamed(names: readonly string[], models: readonly Model[]): TrainConfig['models'] {
  return Object.fromEntries(
    names.map((name) => {
      const family = models.find((model) => model.name === name && model.table);
      if (!family?.table) {
        const known = models.filter(({ table }) => GROWING.some((growing) => growing === table));
        throw fail('USAGE', `no family "${name}"; there are ${known.map((model) => model.name).join(', ')}`);
      }
      return [family.table, name];
    }),
  );
}
