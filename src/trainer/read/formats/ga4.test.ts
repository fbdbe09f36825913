import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EVENT_NAMES } from '../../../engine/events.ts';
import { readLog } from '../readLog.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(lines: (object | string)[], maxBad = 0.9) {
  const file = join(dir, 'events.jsonl');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return readLog(file, { format: 'ga4', maxBad });
}

const session = (id: string) => [
  { key: 'page_location', value: { string_value: 'https://shop' } },
  { key: 'ga_session_id', value: { int_value: id } },
];
const event = (name: string, user: string, micros: number, items: object[], extra: object = {}) => ({
  event_name: name,
  // The export writes 64-bit integers as strings.
  event_timestamp: String(micros),
  user_pseudo_id: user,
  event_params: session('77'),
  items,
  ...extra,
});

const T = 1_600_000_000_000_000;
const LINES = [
  event('view_item_list', 'b.1', T + 2000, [
    { item_id: 'y' },
    { item_id: 'x', item_name: 'X, the "first"' },
    { item_id: 'y' },
  ]),
  event('view_item', 'a.1', T + 5500, [
    { item_id: 'x', item_name: 'X', price: 9.5, quantity: '2', item_category: 'Home', item_category2: 'Bowls' },
  ]),
  event(
    'purchase',
    'a.1',
    T + 9000,
    [{ item_id: 'x', item_name: 'X', item_brand: 'Ada', price: 10.5 }, { item_id: '(not set)' }],
    {
      event_params: session('78'),
    },
  ),
  event('view_item', 'c.1', T, [{ item_id: 'x' }], { user_pseudo_id: null, user_id: 'login' }),
  event('page_view', 'a.1', T, []),
  event('view_item', 'a.1', T, []),
  event('view_item', 'a.1', T, [{ item_name: 'nameless' }]),
  event('custom_thing', 'a.1', T, [{ item_id: 'x' }]),
  event('view_item', '', T, [{ item_id: 'x' }]),
];

describe('ga4', () => {
  it('makes one interaction of each item of an event', async () => {
    const log = await read(LINES);
    expect(log.shoppers).toEqual(['a.1', 'b.1', 'login']);
    expect(log.items).toEqual(['x', 'y']);
    expect([...log.shopper]).toEqual([0, 0, 1, 1, 1, 2]);
    expect([...log.item]).toEqual([0, 0, 1, 0, 1, 0]);
    expect(Array.from(log.event, (code) => EVENT_NAMES[code])).toEqual([
      'view_item',
      'purchase',
      'view_item_list',
      'view_item_list',
      'view_item_list',
      'view_item',
    ]);
    expect(log.time[0]).toBe(1_600_000_000_005.5);
    expect([...log.price].slice(0, 3)).toEqual([9.5, 10.5, Number.NaN]);
    expect([...log.quantity].slice(0, 2)).toEqual([2, Number.NaN]);
    // The same ga_session_id of two shoppers is two sessions.
    expect([...log.session]).toEqual([0, 1, 2, 2, 2, 3]);
  });

  it('counts events by line, used and left out', async () => {
    expect((await read(LINES)).report).toEqual({
      rows: 9,
      used: 4,
      skipped: { 'event without an item': 4, 'no user id': 1 },
      bad: 0,
      badLines: [],
    });
  });

  it('gives the catalogue what most events say', async () => {
    expect((await read(LINES)).catalogue).toEqual([
      { itemId: 'x', title: 'X', brand: 'Ada', category: 'Home > Bowls', price: 10 },
      { itemId: 'y' },
    ]);
  });

  it('names lines that it cannot read', async () => {
    const { report } = await read([
      ...LINES,
      '{"event_name": "view_item", ',
      '[1, 2]',
      'user_id,item_id',
      { event_timestamp: '1' },
      { event_name: 'view_item', event_timestamp: 'now', user_pseudo_id: 'a', items: [{ item_id: 'x' }] },
      { event_name: 'view_item', items: { item_id: 'x' } },
    ]);
    expect(report.badLines).toEqual([
      { line: 10, reason: 'not a JSON object' },
      { line: 11, reason: 'not a JSON object' },
      { line: 12, reason: 'not a JSON object' },
      { line: 13, reason: 'no event_name' },
      { line: 14, reason: 'not a time: now' },
      { line: 15, reason: 'no event_timestamp' },
    ]);
    expect(report.used).toBe(4);
  });

  it('refuses a CSV', async () => {
    await expect(read(['user_id,item_id,event,timestamp', 'u,i,view,1'], 0.01)).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      details: { bad: 2, rows: 2 },
    });
  });

  it('knows in which list and where an item was shown or clicked', async () => {
    const list = (name: string) => ({ event_params: [{ key: 'item_list_name', value: { string_value: name } }] });
    const log = await read([
      event('view_item_list', 'a.1', T, [{ item_id: 'x' }, { item_id: 'y' }], list('front')),
      event('select_item', 'a.1', T + 1e6, [{ item_id: 'y', index: 2 }], list('front')),
      event('view_item', 'a.1', T + 2e6, [{ item_id: 'y' }]),
      // As the export names them, by the item, counted on over pages.
      event('view_item_list', 'a.1', T + 3e6, [{ item_id: 'x', item_list_index: '9', item_list_id: 'l7' }]),
    ]);
    expect(log.lists).toEqual(['front', 'l7']);
    expect([...log.list!]).toEqual([0, 0, 0, -1, 1]);
    expect([...log.position!]).toEqual([1, 2, 2, 0, 9]);
  });

  it('makes 1 of the first place of a file that counts from 0', async () => {
    const shown = [
      { item_id: 'x', index: 0 },
      { item_id: 'y', index: 1 },
    ];
    const log = await read([
      event('view_item_list', 'a.1', T, shown),
      event('select_item', 'a.1', T + 1e6, [{ item_id: 'y', index: 1 }]),
    ]);
    expect([...log.position!]).toEqual([1, 2, 2]);
    expect([...log.list!]).toEqual([-1, -1, -1]);
  });

  it('has no such columns where nothing says it', async () => {
    const log = await read([event('view_item', 'a.1', T, [{ item_id: 'x' }])]);
    expect([log.position, log.list, log.lists]).toEqual([undefined, undefined, undefined]);
  });

  it('counts an event of a far time once, whatever its items', async () => {
    const views = Array.from({ length: 120 }, (_, n) => event('view_item', `${n % 9}.1`, T + n, [{ item_id: 'x' }]));
    const far = event('view_item_list', 'a.1', 4e15, [{ item_id: 'x' }, { item_id: 'y' }, { item_id: 'z' }]);
    const { report, items } = await read([...views, far]);
    expect(report).toMatchObject({ rows: 121, used: 120, skipped: { 'time far from the rest of the log': 1 } });
    expect(items).toEqual(['x']);
  });
});
