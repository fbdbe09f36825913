import { ARCHETYPES } from './archetypes.ts';
import { DEPARTMENTS, KINDS } from './assortment/index.ts';
import { dateOf } from './feed.ts';
import { GENERATOR } from './output.ts';
import { examination } from './taste.ts';
import { type Item, type Shopper, type SimulateSummary, STYLES } from './types.ts';

/** shop.json: the parameters, the counts, and a summary of the hidden truth that a model has to find. */
export function describeShop(
  summary: Omit<SimulateSummary, 'out'>,
  intents: Record<string, number>,
  items: readonly Item[],
  shoppers: readonly Shopper[],
) {
  const { seed, days, ...counts } = summary;
  const tally = (count: number, of: readonly number[]) => {
    const totals = new Array<number>(count).fill(0);
    for (const value of of) totals[value]!++;
    return totals;
  };
  const archetypes = tally(
    ARCHETYPES.length,
    shoppers.map((shopper) => shopper.archetype),
  );
  const styles = tally(
    STYLES.length,
    items.map((item) => item.style),
  );
  return {
    generator: GENERATOR,
    name: 'Fennel & Oak',
    currency: 'EUR',
    parameters: { seed, items: summary.items, shoppers: summary.shoppers, days },
    window: { from: dateOf(0), to: dateOf(days - 1) },
    counts: {
      ...counts,
      newItems: items.filter((item) => item.createdDay >= 0).length,
      outOfStock: items.filter((item) => item.soldOutDay <= days).length,
      onSale: items.filter((item) => item.saleCents !== undefined).length,
    },
    departments: DEPARTMENTS.map(({ name, kinds }) => ({ name, kinds: kinds.map((kind) => kind.name) })),
    truth: {
      archetypes: Object.fromEntries(ARCHETYPES.map(({ name }, i) => [name, archetypes[i]])),
      itemStyles: Object.fromEntries(STYLES.map((name, i) => [name, styles[i]])),
      intents,
      complements: Object.fromEntries(KINDS.map(({ name, goesWith }) => [name, goesWith.map(nameOf)])),
      renewDays: Object.fromEntries(KINDS.flatMap(({ name, renewDays }) => (renewDays ? [[name, renewDays]] : []))),
      examination: Array.from({ length: 8 }, (_, i) => Math.round(examination(i + 1) * 1000) / 1000),
    },
  };
}

const nameOf = (code: string) => KINDS.find((kind) => kind.code === code)!.name;
