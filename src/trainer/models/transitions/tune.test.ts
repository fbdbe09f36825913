import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { Random } from '../../random.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { buildTables } from '../../tables/tables.ts';
import { holdOutMoments } from './holdOut.ts';
import { tuneTransitions } from './tune.ts';

const ITEMS = 60;

/** Walks along a ring of items, each step one on; `stay`: how often somebody stays where they are. */
function walks(shoppers: number, stay: number): LogRow[] {
  const random = new Random(1, 'walks');
  return Array.from({ length: shoppers }, (_, s) => {
    let at = random.below(ITEMS);
    return Array.from({ length: 8 }, (_, step): LogRow => {
      if (step > 0 && !random.chance(stay)) at = (at + 1) % ITEMS;
      return [`s${s}`, `i${String(at).padStart(2, '0')}`, step];
    });
  }).flat();
}

const tablesOf = (rows: readonly LogRow[]) => buildTables(makeLog(rows, { hasTimes: false }), undefined, parseConfig());
const usual = parseConfig().transitions;
const tune = (rows: readonly LogRow[], settings = usual) => tuneTransitions(tablesOf(rows), settings, 1);

describe('tuneTransitions', () => {
  it('keeps what is right already, and gains where it is not', async () => {
    const ring = (await tune(walks(300, 0)))!;
    expect(ring.ndcg).toBeGreaterThan(0.95);
    expect(ring.ndcg).toBeGreaterThanOrEqual(ring.before);
    const staying = (await tune(walks(300, 0.6)))!;
    expect(staying.ndcg).toBeGreaterThan(1.05 * staying.before);
  });

  it('lets items lead to themselves where people stay, and nowhere else', async () => {
    expect((await tune(walks(300, 0.6)))!.settings.self).toBeGreaterThan(0);
    expect((await tune(walks(300, 0)))!.settings.self).toBe(0);
  });

  it('leaves what somebody chose as it is', async () => {
    const { settings } = (await tune(walks(300, 0), { ...usual, reverse: 0.9, keep: 7 }))!;
    expect(settings).toMatchObject({ reverse: 0.9, keep: 7 });
  });

  it('finds the same every time', async () => {
    const rows = walks(200, 0.3);
    expect(await tune(rows)).toEqual(await tune([...rows].reverse()));
  });

  it('says nothing of a log that is too small to cut', async () => {
    expect(await tune(walks(20, 0))).toBeUndefined();
  });
});

describe('holdOutMoments', () => {
  it('keeps what is asked, and all after it, from what is counted', () => {
    const tables = tablesOf(walks(100, 0));
    const { visits, moments } = holdOutMoments(tables, 1);
    expect(moments.length).toBe(50);
    const kept = visits.offsets.slice(1).map((end, s) => end - visits.offsets[s]!);
    expect([...kept].filter((length) => length === 8).length).toBe(50);
    // All begin at once, as sequences do.
    expect([...kept].filter((length) => length === 7).length).toBe(50);
    const sittings = tablesOf(walks(100, 0).map(([s, item, step]) => [s, item, step + 1000 * Number(s.slice(1))]));
    const cut = holdOutMoments(sittings, 1).visits.offsets;
    expect(new Set([...cut.slice(1)].map((end, s) => end - cut[s]!)).size).toBeGreaterThan(4);
    for (const { items, lags, taken } of moments) {
      expect(taken.length).toBe(1);
      expect(items.includes(taken[0]!)).toBe(false);
      expect([...lags]).toEqual([...items.keys()]);
    }
  });
});
