import { RFM } from '../../engine/candidates/rfm.ts';
import { topK } from '../../engine/candidates/topK.ts';
import type { Rows } from '../tables/rows.ts';
import type { Tables } from '../tables/tables.ts';
import { shopperRows } from './als.ts';
import { categoryCodes } from './categories.ts';
import type { FitContext, Model } from './model.ts';
import { cluster, SCALE } from './shopperClusters.ts';
import { categoryShares, standardisedRfm, withRfm } from './shopperPoints.ts';

/** Bytes of centroids at most: a shop of very many categories gets fewer segments. */
const CENTROID_BYTES = 65_536;

/**
 * Segments: k-means over shoppers' shares of weight per category and their recency, frequency and monetary value, standardised (Lloyd 1982,
 * seeded as in Arthur, Vassilvitskii 2007), and for each segment the items it takes: share of its shoppers who took the item x lift over
 * all shoppers^`liftPower`, best first, u8 against the best. Shoppers are assigned by the centroids as shipped, as the device assigns them.
 *
 * No segment has fewer than `floor` shoppers, none of its items fewer than `itemFloor` of them: a list says what a crowd
 * takes and never what one shopper took. Whoever reads it learns the sizes of no segment, only the mixes and orders.
 * No section where nothing tells shoppers apart, or no two segments reach the floor.
 */
export const segments: Model = {
  name: 'segments',
  table: 'segments',
  fit(tables, context) {
    const { count, floor, itemFloor, rfmWeight } = context.config.segments;
    const { codes, count: categories } = categoryCodes(tables);
    const bought = shopperRows(tables, context);
    const rfm = standardisedRfm(tables, context, rfmWeight);
    const isMixed = new Set(bought.columns.map((item) => codes[item]!)).size > 1;
    if (!isMixed && rfm.scales.every((scale) => scale === 0)) return [];
    const width = categories + RFM;
    const most = Math.min(
      count,
      Math.floor(tables.shoppers / Math.max(floor, itemFloor)),
      Math.floor(CENTROID_BYTES / width),
    );
    if (most < 2) return [];
    const points = withRfm(categoryShares(bought, codes, categories), rfm.points, categories);
    const { centroids, assignment } = cluster(points, width, most, floor, context);
    const found = centroids.length / width;
    if (found < 2) return [];
    return [
      {
        name: 'segments',
        load: 'first',
        params: {},
        arrays: {
          centroids: Uint8Array.from(columnsOf(centroids, width, 0, categories), (share) => Math.round(share * SCALE)),
          rfm: columnsOf(centroids, width, categories, width),
          rfmMeans: rfm.means,
          rfmScales: rfm.scales,
          ...segmentLists(bought, tables, assignment, found, context),
        },
      },
    ];
  },
};

/** Columns `from` to `to` of rows that are `width` wide. */
function columnsOf(rows: Float64Array, width: number, from: number, to: number): Float32Array {
  return Float32Array.from(rows.filter((_, at) => at % width >= from && at % width < to));
}

function segmentLists(
  bought: Rows,
  tables: Tables,
  assignment: Int32Array,
  count: number,
  { config }: FitContext,
): { starts: Uint32Array; items: Uint32Array; scores: Uint8Array } {
  const { itemFloor, keep, liftPower } = config.segments;
  const takers = Array.from({ length: count }, () => new Float64Array(tables.items));
  const all = new Float64Array(tables.items);
  const sizes = new Float64Array(count);
  assignment.forEach((segment, shopper) => {
    sizes[segment]!++;
    for (let at = bought.offsets[shopper]!; at < bought.offsets[shopper + 1]!; at++) {
      takers[segment]![bought.columns[at]!]!++;
      all[bought.columns[at]!]!++;
    }
  });
  const starts = new Uint32Array(count + 1);
  const items: number[] = [];
  const scores: number[] = [];
  for (let s = 0; s < count; s++) {
    const values = takers[s]!.map((taken, item) => {
      if (taken < itemFloor) return 0;
      const share = taken / sizes[s]!;
      return share * (share / (all[item]! / tables.shoppers)) ** liftPower;
    });
    const best = topK(values, keep).filter((item) => values[item]! > 0);
    for (const item of best) {
      items.push(item);
      scores.push(Math.max(1, Math.round((SCALE * values[item]!) / values[best[0]!]!)));
    }
    starts[s + 1] = items.length;
  }
  return { starts, items: Uint32Array.from(items), scores: Uint8Array.from(scores) };
}
