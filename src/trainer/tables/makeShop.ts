import { Random } from '../random.ts';
import type { LogRow } from './makeLog.ts';

const DAY = 86_400_000;

export interface ShopOptions {
  shoppers?: number;
  days?: number;
  seed?: number;
  /** How often a purchase is of something bought before. */
  repeats?: number;
}

/** Departments of ten items; a shopper keeps to one and walks its items in order. */
const DEPARTMENTS = 4;
const PER_DEPARTMENT = 10;

/**
 * A small shop that can be learned, for tests: a purchase every few days for each shopper, mostly the next item of a
 * department. Only popularity is hard put to it: all items sell alike.
 */
export function makeShop({ shoppers = 60, days = 60, seed = 1, repeats = 0 }: ShopOptions = {}): LogRow[] {
  const random = new Random(seed, 'shop');
  const rows: LogRow[] = [];
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const department = shopper % DEPARTMENTS;
    const bought: number[] = [];
    let place = random.below(PER_DEPARTMENT);
    for (let time = random.next() * 5; time < days; time += 2 + 5 * random.next()) {
      place = random.chance(0.85) ? (place + 1) % PER_DEPARTMENT : random.below(PER_DEPARTMENT);
      const isRepeat = bought.length > 0 && random.chance(repeats);
      const item = isRepeat ? bought[0]! : department * PER_DEPARTMENT + place;
      bought.push(item);
      rows.push([`s${String(shopper).padStart(3, '0')}`, `i${String(item).padStart(2, '0')}`, Math.floor(time * DAY)]);
    }
  }
  return rows;
}
