import { describe, expect, it } from 'vitest';
import { GOES_WITH, KINDS } from './assortment/index.ts';
import { FIRST_DAY_MS } from './calendar.ts';
import { makeCatalogue } from './catalogue.ts';
import { playLog } from './log.ts';
import { makeShoppers } from './shoppers.ts';

interface Row {
  event_name: string;
  event_date: string;
  event_timestamp: number;
  user_pseudo_id: string;
  event_params: { key: string; value: { int_value?: number; string_value?: string } }[];
  items: { item_id: string; item_name: string; price: number; quantity?: number; index?: number }[];
  ecommerce?: { transaction_id: string; purchase_revenue: number };
}

const DAYS = 75;
const items = makeCatalogue(300, DAYS, 1);
const rows: Row[] = [...playLog(items, makeShoppers(900, DAYS, 1), DAYS, 1)]
  .flatMap((day) => day.lines.trim().split('\n'))
  .map((line) => JSON.parse(line));
const byId = new Map(items.map((item) => [item.id, item]));
const of = (name: string) => rows.filter((row) => row.event_name === name);

describe('playLog', () => {
  it('names only items that exist, were created before and are not sold out', () => {
    for (const row of rows) {
      const day = Math.floor((row.event_timestamp / 1000 - FIRST_DAY_MS) / 86_400_000);
      expect(row.items.length).toBeGreaterThan(0);
      for (const { item_id, item_name } of row.items) {
        const item = byId.get(item_id)!;
        expect(item.title).toBe(item_name);
        expect(item.createdDay).toBeLessThanOrEqual(day);
        expect(item.soldOutDay).toBeGreaterThan(day);
      }
    }
  });

  it('writes rows in order of time, dated by their own day', () => {
    for (let i = 1; i < rows.length; i++)
      expect(rows[i]!.event_timestamp).toBeGreaterThanOrEqual(rows[i - 1]!.event_timestamp);
    for (const row of rows) {
      const date = new Date(row.event_timestamp / 1000).toISOString().slice(0, 10).replaceAll('-', '');
      expect(row.event_date).toBe(date);
    }
  });

  it('keeps the funnel in order: list, click, view, cart, purchase', () => {
    const carts = new Map<string, Set<string>>();
    const last = new Map<string, Row>();
    const lists = new Map<string, Set<string>>();
    let clicks = 0;
    for (const row of rows) {
      const user = row.user_pseudo_id;
      const cart = carts.get(user) ?? new Set<string>();
      carts.set(user, cart);
      const ids = row.items.map((item) => item.item_id);
      if (row.event_name === 'view_item_list') lists.set(user, new Set(ids));
      if (row.event_name === 'select_item') expect(lists.get(user)!.has(ids[0]!)).toBe(true);
      if (row.event_name === 'view_item' && last.get(user)?.event_name === 'select_item') {
        expect(last.get(user)!.items[0]!.item_id).toBe(ids[0]);
        clicks++;
      }
      if (row.event_name === 'add_to_cart') {
        expect(last.get(user)!.event_name).toBe('view_item');
        expect(last.get(user)!.items[0]!.item_id).toBe(ids[0]);
        cart.add(ids[0]!);
      }
      if (row.event_name === 'remove_from_cart') expect(cart.delete(ids[0]!)).toBe(true);
      if (row.event_name === 'purchase') {
        for (const id of ids) expect(cart.has(id)).toBe(true);
        cart.clear();
      }
      last.set(user, row);
    }
    expect(clicks).toBe(of('select_item').length);
    expect(of('view_item').length).toBeGreaterThan(of('add_to_cart').length);
    expect(of('add_to_cart').length).toBeGreaterThan(of('purchase').length);
    expect(of('purchase').length).toBeGreaterThan(100);
    expect(of('remove_from_cart').length).toBeGreaterThan(10);
  });

  it('numbers positions from 1 and clicks more at the top of a list', () => {
    const shown = new Array<number>(9).fill(0);
    const clicked = new Array<number>(9).fill(0);
    for (const row of of('view_item_list')) {
      for (const [i, { index }] of row.items.entries()) {
        expect(index).toBe(row.items[0]!.index! + i);
        if (index! <= 5) shown[index!]!++;
      }
    }
    for (const row of of('select_item')) if (row.items[0]!.index! <= 5) clicked[row.items[0]!.index!]!++;
    const rate = (position: number) => clicked[position]! / shown[position]!;
    expect(rate(1)).toBeGreaterThan(1.8 * rate(3));
    expect(rate(2)).toBeGreaterThan(1.3 * rate(5));
  });

  it('has consumables bought again by the same shopper, and hardly anything else', () => {
    const seen = new Set<string>();
    const repeats = { consumable: 0, durable: 0 };
    for (const row of of('purchase')) {
      for (const { item_id } of row.items) {
        const key = `${row.user_pseudo_id} ${item_id}`;
        if (seen.has(key)) repeats[KINDS[byId.get(item_id)!.kind]!.renewDays ? 'consumable' : 'durable']++;
        seen.add(key);
      }
    }
    expect(repeats.consumable).toBeGreaterThan(20);
    expect(repeats.consumable).toBeGreaterThan(4 * repeats.durable);
  });

  it('leads from a kind to its complements more often than chance', () => {
    let toComplement = 0;
    let moves = 0;
    let expected = 0;
    const last = new Map<string, number>();
    const share = new Array<number>(KINDS.length).fill(0);
    const views = of('view_item');
    for (const row of views) share[byId.get(row.items[0]!.item_id)!.kind]! += 1 / views.length;
    for (const row of views) {
      const kind = byId.get(row.items[0]!.item_id)!.kind;
      const session = `${row.user_pseudo_id} ${row.event_params[0]!.value.int_value}`;
      const before = last.get(session);
      if (before !== undefined && before !== kind) {
        moves++;
        if (GOES_WITH[before]!.includes(kind)) toComplement++;
        for (const partner of GOES_WITH[before]!) expected += share[partner]!;
      }
      last.set(session, kind);
    }
    expect(moves).toBeGreaterThan(200);
    expect(toComplement).toBeGreaterThan(3 * expected);
  });

  it('gives purchases ids of their own and revenue that adds up', () => {
    const purchases = of('purchase');
    expect(new Set(purchases.map((row) => row.ecommerce!.transaction_id)).size).toBe(purchases.length);
    for (const row of purchases) {
      const sum = row.items.reduce((total, item) => total + item.price * item.quantity!, 0);
      expect(row.ecommerce!.purchase_revenue).toBeCloseTo(sum, 2);
    }
  });

  it('gives arrivals launch traffic: more views a day in their first two weeks than after', () => {
    const views = [0, 0];
    const days = [0, 0];
    for (const { createdDay, soldOutDay } of items) {
      if (createdDay < 0) continue;
      const listed = Math.min(DAYS, soldOutDay) - createdDay;
      days[0]! += Math.min(14, listed);
      days[1]! += Math.max(0, listed - 14);
    }
    for (const row of of('view_item')) {
      const { createdDay } = byId.get(row.items[0]!.item_id)!;
      if (createdDay < 0) continue;
      const day = Math.floor((row.event_timestamp / 1000 - FIRST_DAY_MS) / 86_400_000);
      views[day - createdDay < 14 ? 0 : 1]!++;
    }
    expect(views[0]! / days[0]!).toBeGreaterThan((1.2 * views[1]!) / days[1]!);
  });
});
