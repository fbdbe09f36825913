import type { Random } from '../random.ts';
import { GOES_WITH, KINDS } from './assortment/index.ts';
import type { Intent } from './intent.ts';
import type { Shopfront } from './shopfront.ts';
import { examination, liking, sigmoid } from './taste.ts';
import { FAMILIES, type Shopper } from './types.ts';

/** One event of a session. Lists carry their items in the order shown. */
export interface Step {
  event: 'view_item_list' | 'select_item' | 'view_item' | 'add_to_cart' | 'remove_from_cart' | 'purchase';
  /** Seconds since the session began. */
  second: number;
  items: number[];
  /** One an item, where the event has quantities. */
  quantities?: number[];
  /** Place in its list, from 1: of the clicked item, or of the first one of a list. */
  position?: number;
  list?: string;
}

/** Items a page of a list shows, by device: mobile, desktop, tablet. */
const PAGE = [5, 8, 6];
/** Lists a session looks at beyond the first, mean, by device. */
const PATIENCE = [1.3, 2.2, 1.7];
const BUYING = [0.45, 0.58, 0.5];
const CLICK_BIAS = 2.9;
const CART_BIAS = 3.8;
const SEEN = 40;
/** Seconds after which no further list is opened: sessions begin before 23:00 and end on their day. */
const LONGEST = 2400;
/** Share of sessions that filter their lists by a colour. */
const FACETS = 0.5;

/** Walks one session through the shop from its intent; changes the shopper's cart and memory, and the shop's heat. */
export class Session {
  readonly steps: Step[] = [];
  readonly #shopper: Shopper;
  readonly #shop: Shopfront;
  readonly #random: Random;
  readonly #intent: Intent;
  #second = 0;

  constructor(shopper: Shopper, shop: Shopfront, random: Random, intent: Intent) {
    this.#shopper = shopper;
    this.#shop = shop;
    this.#random = random;
    this.#intent = intent;
  }

  /** Plays the session on `day` and gives its steps in order. */
  walk(day: number): Step[] {
    this.#dropSoldOut();
    if (this.#intent.landing !== undefined) this.#land(this.#intent.landing);
    if (!this.#intent.isDirect) this.#browse();
    if (this.#shopper.cart.size > 0) this.#checkout(day, this.#intent.isDirect ? 0.97 : BUYING[this.#shopper.device]!);
    return this.steps;
  }

  #browse(): void {
    const random = this.#random;
    let lists = 1;
    while (lists < 9 && random.chance(1 - 1 / (1 + PATIENCE[this.#shopper.device]!))) lists++;
    let kind = this.#intent.kind;
    let page = 0;
    let isFront = this.#intent.isFront;
    let anchor = this.#intent.anchor;
    const facet = random.chance(FACETS) ? random.weighted(this.#intent.taste.families) : -1;
    for (let n = 0; n < lists && this.#second < LONGEST; n++) {
      const size = PAGE[this.#shopper.device]!;
      let shown: number[];
      if (isFront) shown = this.#shop.front.slice(0, size);
      else if (anchor !== undefined) shown = this.#shop.goesWith(anchor, Math.min(size, 6));
      else shown = this.#sorted(kind, facet).slice(page * size, (page + 1) * size);
      if (shown.length === 0) {
        isFront = false;
        kind = this.#drift(kind);
        page = 0;
        anchor = undefined;
        continue;
      }
      const name = facet < 0 ? KINDS[kind]!.name : `${KINDS[kind]!.name}: ${FAMILIES[facet]}`;
      const list = isFront ? 'front' : anchor === undefined ? name : 'goes with';
      const { clicked, added } = this.#look(shown, list, anchor === undefined && !isFront ? page * size + 1 : 1);
      isFront = false;
      // Where next: what goes with what was taken, then what was looked at, the next page, or another thought.
      const focus = added ?? clicked;
      if (focus !== undefined && random.chance(added === undefined ? 0.48 : 0.78)) {
        anchor = random.chance(0.7) ? focus : undefined;
        kind = anchor === undefined ? this.#drift(this.#shop.items[focus]!.kind) : this.#shop.items[focus]!.kind;
        page = 0;
      } else if (anchor === undefined && random.chance(0.65)) page++;
      else {
        anchor = undefined;
        kind = random.chance(0.5) ? this.#drift(kind) : Math.max(0, random.weighted(this.#intent.needs));
        page = 0;
      }
    }
  }

  /** A kind's items in the shop's order; with a colour chosen, those of that family first. */
  #sorted(kind: number, facet: number): number[] {
    const list = this.#shop.byKind[kind]!;
    if (facet < 0) return list;
    const matches = (item: number) => this.#shop.items[item]!.family === facet;
    return [...list.filter(matches), ...list.filter((item) => !matches(item))];
  }

  /** Shows a list and lets the shopper click in it. Gives the last item clicked and the last put in the cart. */
  #look(shown: number[], list: string, first: number): { clicked?: number; added?: number } {
    const random = this.#random;
    this.#emit({ event: 'view_item_list', items: shown, list, position: first });
    this.#wait(3, 15);
    let clicked: number | undefined;
    let added: number | undefined;
    for (let i = 0; i < shown.length; i++) {
      if (!random.chance(examination(i + 1))) continue;
      const item = shown[i]!;
      if (!random.chance(sigmoid(1.5 * this.#pull(item) - CLICK_BIAS))) continue;
      this.#emit({ event: 'select_item', items: [item], list, position: first + i });
      this.#wait(1, 3);
      clicked = item;
      if (this.#view(item)) added = item;
      // Few come back to the list after a click.
      if (!random.chance(0.5)) break;
    }
    return { clicked, added };
  }

  /** Opens a product page; true where the item went into the cart. */
  #view(item: number): boolean {
    const { seen, bought, cart } = this.#shopper;
    this.#emit({ event: 'view_item', items: [item] });
    this.#wait(6, 75);
    this.#shop.heat[item]! += 1;
    const isReturn = seen.includes(item);
    if (isReturn) seen.splice(seen.indexOf(item), 1);
    seen.push(item);
    if (seen.length > SEEN) seen.shift();
    if (cart.has(item)) return false;
    const renews = KINDS[this.#shop.items[item]!.kind]!.renewDays !== undefined;
    const bias = CART_BIAS - (isReturn ? 0.8 : 0) + (bought.has(item) && !renews ? 2.5 : 0) - (renews ? 0.5 : 0);
    if (!this.#random.chance(sigmoid(1.3 * this.#pull(item) - bias))) return false;
    this.#add(item);
    return true;
  }

  #pull(item: number): number {
    return liking(this.#intent.taste, this.#shop.items[item]!) + 0.5 * this.#shop.newness(item);
  }

  #add(item: number): void {
    const quantity = this.#random.pick(KINDS[this.#shop.items[item]!.kind]!.quantities ?? [1]);
    this.#shopper.cart.set(item, quantity);
    this.#emit({ event: 'add_to_cart', items: [item], quantities: [quantity] });
    this.#wait(3, 20);
  }

  /** Arrives on a product page from outside: a link, a search, or the memory of it. */
  #land(item: number): void {
    if (!this.#shop.isOnSale(item)) return;
    if (!this.#intent.isDirect) {
      this.#view(item);
      return;
    }
    this.#emit({ event: 'view_item', items: [item] });
    this.#wait(5, 30);
    this.#shop.heat[item]! += 1;
    if (!this.#shopper.cart.has(item)) this.#add(item);
  }

  #checkout(day: number, chance: number): void {
    const { cart, bought } = this.#shopper;
    const random = this.#random;
    for (const [item, quantity] of [...cart]) {
      if (cart.size < 2 || !random.chance(0.09)) continue;
      cart.delete(item);
      this.#emit({ event: 'remove_from_cart', items: [item], quantities: [quantity] });
      this.#wait(2, 10);
    }
    if (cart.size === 0 || !random.chance(chance)) return;
    this.#wait(20, 120);
    this.#emit({ event: 'purchase', items: [...cart.keys()], quantities: [...cart.values()] });
    for (const item of cart.keys()) {
      bought.set(item, day);
      this.#shop.heat[item]! += 3;
    }
    cart.clear();
  }

  #drift(kind: number): number {
    const partners = GOES_WITH[kind]!;
    return partners[Math.max(0, this.#random.weighted(partners.map((_, place) => 1 / (1 + place))))]!;
  }

  /** What sold out while it waited in the cart cannot be bought any more. */
  #dropSoldOut(): void {
    for (const item of [...this.#shopper.cart.keys()]) if (!this.#shop.isOnSale(item)) this.#shopper.cart.delete(item);
  }

  #emit(step: Omit<Step, 'second'>): void {
    this.steps.push({ ...step, second: this.#second });
  }

  #wait(low: number, high: number): void {
    this.#second += Math.round(this.#random.between(low, high));
  }
}
