import { Random } from '../random.ts';
import { makeLog, type ShownRow } from '../tables/makeLog.ts';

/** Chance that a place is looked at, by place - 1, in logs of `simulateClicks`. */
export const LOOKED_AT = [1, 0.7, 0.5, 0.35, 0.25];

export interface SimulatedClicks {
  log: ReturnType<typeof makeLog>;
  /** Chance that an item is clicked by who looks at it. */
  attraction: Map<string, number>;
}

/**
 * A log of lists whose better items stand higher, though not always in the same order, and where place and item alone decide a click.
 * `leaves`: chance that a shopper does not come back to a list after a click in it.
 */
export function simulateClicks(lists: number, { leaves = 0, seed = 1 } = {}): SimulatedClicks {
  const random = new Random(seed, 'clicks');
  const items = Array.from({ length: 40 }, (_, i) => `i${String(i).padStart(2, '0')}`);
  const attraction = new Map(items.map((id) => [id, 0.02 + 0.4 * random.next() ** 2]));
  const rows: ShownRow[] = [];
  for (let n = 0; n < lists; n++) {
    const shopper = `s${n % 200}`;
    const time = 1e12 + n * 1e6;
    const drawn = random.shuffle(items).slice(0, LOOKED_AT.length);
    const merit = new Map(drawn.map((id) => [id, attraction.get(id)! * (0.4 + 1.2 * random.next())]));
    const shown = drawn.sort((a, b) => merit.get(b)! - merit.get(a)!);
    shown.forEach((id, at) => {
      rows.push([shopper, id, time, 'view_item_list', Number.NaN, 'all', at + 1]);
    });
    let isThere = true;
    for (const [at, id] of shown.entries()) {
      if (!isThere || !random.chance(LOOKED_AT[at]! * attraction.get(id)!)) continue;
      rows.push([shopper, id, time + 1000 * (at + 1), 'select_item', Number.NaN, 'all', at + 1]);
      isThere = !random.chance(leaves);
    }
  }
  return { log: makeLog(rows), attraction };
}
