import type { Random } from '../random.ts';
import { GOES_WITH, KINDS } from './assortment/index.ts';
import type { Item } from './types.ts';

/** Share of an item's heat that is left after a day. */
const COOLING = 0.93;
/** Days an item counts as new, and what that is worth in the shop's order. */
const LAUNCH_DAYS = 14;
const LAUNCH_HEAT = 25;

/** How the shop shows itself: what can be bought today and in what order its pages list it. Popularity feeds back. */
export class Shopfront {
  readonly items: readonly Item[];
  /** Decayed attention for each item: clicks and, weightier, purchases. */
  readonly heat: Float64Array;
  /** Kind -> item numbers on sale today, in the shop's order. */
  byKind: number[][] = [];
  /** Item numbers of the front page: best sellers and arrivals, interleaved. */
  front: number[] = [];
  #day = 0;

  constructor(items: readonly Item[]) {
    this.items = items;
    this.heat = Float64Array.from(items, (item) => 6 * Math.exp(item.appeal));
  }

  isOnSale(item: number): boolean {
    const { createdDay, soldOutDay } = this.items[item]!;
    return createdDay <= this.#day && this.#day < soldOutDay;
  }

  /** Launch traffic: 1 on the first day, falling to 0. */
  newness(item: number): number {
    const age = this.#day - this.items[item]!.createdDay;
    return age >= 0 && age < LAUNCH_DAYS ? 1 - age / LAUNCH_DAYS : 0;
  }

  open(day: number, random: Random): void {
    this.#day = day;
    const rank = new Float64Array(this.items.length);
    this.byKind = KINDS.map(() => []);
    for (let i = 0; i < this.items.length; i++) {
      this.heat[i]! *= COOLING;
      if (!this.isOnSale(i)) continue;
      // Noise stands for what merchandisers do by hand.
      rank[i] = Math.sqrt(this.heat[i]! + LAUNCH_HEAT * this.newness(i) + 1) * (0.4 + 1.2 * random.next());
      this.byKind[this.items[i]!.kind]!.push(i);
    }
    const byRank = (a: number, b: number) => rank[b]! - rank[a]! || a - b;
    for (const list of this.byKind) list.sort(byRank);
    const all = this.byKind.flat().sort(byRank);
    const arrivals = all.filter((item) => this.newness(item) > 0).slice(0, 8);
    // One best seller of a kind, so that the page shows the breadth of the shop and not one hit's siblings.
    const sellers = random.shuffle(this.byKind.flatMap((list) => list.slice(0, 1))).slice(0, 16);
    this.front = [];
    while (sellers.length + arrivals.length > 0) this.front.push(...sellers.splice(0, 2), ...arrivals.splice(0, 1));
  }

  /** The "goes with" shelf of an item: its complements, those of one design language first. */
  goesWith(item: number, size: number): number[] {
    const { kind, style, family, groupId, brand } = this.items[item]!;
    const scored: { item: number; score: number }[] = [];
    for (const [place, partner] of GOES_WITH[kind]!.entries()) {
      for (const other of this.byKind[partner]!) {
        const { style: s, family: f, brand: b } = this.items[other]!;
        const score = 2 - 0.6 * place + (s === style ? 1.5 : 0) + (f === family ? 1 : 0) + (b === brand ? 0.8 : 0);
        scored.push({ item: other, score });
      }
    }
    for (const other of this.byKind[kind]!) {
      if (other !== item && this.items[other]!.groupId === groupId) scored.push({ item: other, score: 2.2 });
    }
    scored.sort((a, b) => b.score - a.score || a.item - b.item);
    return scored.slice(0, size).map((entry) => entry.item);
  }
}
