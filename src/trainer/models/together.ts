import { encodeRows, type SparseRow } from '../../engine/bundle/rows.ts';
import type { EventName } from '../../engine/events.ts';
import { type Sessions, sessionsOf } from '../tables/sessions.ts';
import type { Tables } from '../tables/tables.ts';
import { companionRows } from './cooccurrence.ts';
import type { FitContext, Model } from './model.ts';

/** Items of a basket, at most: who takes more at once restocks a shop, and no two of it belong together. */
const LARGEST_BASKET = 500;

/**
 * Bought together: rows over pairs of items that one shopper bought in one sitting (one moment, where the log has no clock).
 * The strength of j in the row of i is P(j | i) x lift^`liftPower`, with P(j | i) = baskets of both / (baskets of i + `shrink`) and
 * lift = P(j | i) / P(j) (Brin, Motwani, Ullman, Tsur 1997, shrunk); a basket counts size^-`sizePower`. A pair needs `support` different
 * shoppers, so that no row tells what one of them bought. Where fewer than `minBaskets`
 * baskets hold two items, what was put into the cart in one sitting counts in place of what was bought; no section where that is as rare.
 */
export const together: Model = {
  name: 'together',
  table: 'together',
  async fit(tables, context) {
    const baskets = basketsOf(tables, context);
    if (!baskets) return [];
    const rows = await togetherRows(tables, baskets, context);
    if (rows.every(({ targets }) => targets.length === 0)) return [];
    const { decay, last } = context.config.together;
    return [{ name: 'together', load: 'first', params: { decay, last }, arrays: encodeRows(rows) }];
  },
};

function basketsOf(tables: Tables, { config }: FitContext): Sessions | undefined {
  const gapMinutes = tables.hasTimes ? config.sessionGapMinutes : 0;
  const find = (event: EventName) =>
    sessionsOf(tables, { gapMinutes, events: [event], least: 2, most: LARGEST_BASKET });
  const isEnough = ({ shopper }: Sessions) => shopper.length >= config.together.minBaskets;
  const bought = find('purchase');
  if (isEnough(bought)) return bought;
  const added = find('add_to_cart');
  return isEnough(added) ? added : undefined;
}

async function togetherRows(
  tables: Tables,
  { rows, shopper }: Sessions,
  { config, progress }: FitContext,
): Promise<SparseRow[]> {
  const { keep, shrink, liftPower, sizePower, support } = config.together;
  let total = 0;
  for (let basket = 0; basket < shopper.length; basket++) {
    const [start, end] = [rows.offsets[basket]!, rows.offsets[basket + 1]!];
    const weight = (end - start) ** -sizePower;
    rows.values.fill(weight, start, end);
    total += weight;
  }
  const weights = new Float64Array(tables.items);
  rows.columns.forEach((item, at) => {
    weights[item]! += rows.values[at]!;
  });
  return companionRows(rows, {
    items: tables.items,
    keep,
    owner: shopper,
    strength(item, target, weight, shoppers) {
      if (shoppers < support) return 0;
      const share = weight / (weights[item]! + shrink);
      return share * (share / (weights[target]! / total)) ** liftPower;
    },
    progress: (done, all) => progress('together', done, all),
  });
}
