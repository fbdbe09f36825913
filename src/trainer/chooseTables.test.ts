import { describe, expect, it } from 'vitest';
import { FEATURES, type Feature } from '../engine/ranking/features.ts';
import type { BlendRows } from './blend/rows.ts';
import { chooseTables, placementsOf, type TableBytes, unjudgedTables } from './chooseTables.ts';
import { TABLE_SOURCES } from './config.ts';
import { idealDcg } from './evaluation/metrics.ts';
import { Random } from './random.ts';

const SHOPPERS = 200;
const CANDIDATES = 30;
const AUTO = { sources: 'auto' } as const;

/** Shoppers who each took one of 30 candidates, which every named feature tells more or less. */
function makeRows(strengths: Partial<Record<Feature, number>>): BlendRows {
  const random = new Random(5, 'tables');
  const total = SHOPPERS * CANDIDATES;
  const relevant = new Uint8Array(total);
  for (let shopper = 0; shopper < SHOPPERS; shopper++) relevant[shopper * CANDIDATES + random.below(CANDIDATES)] = 1;
  return {
    offsets: Int32Array.from({ length: SHOPPERS + 1 }, (_, s) => s * CANDIDATES),
    columns: FEATURES.map((feature) =>
      Float64Array.from(relevant, (isRelevant) =>
        strengths[feature] === undefined ? 0 : random.next() + strengths[feature] * isRelevant,
      ),
    ),
    relevant,
    ideal: new Float64Array(SHOPPERS).fill(idealDcg(1)),
  };
}

const bytes = (own: Partial<Record<(typeof TABLE_SOURCES)[number], number>> = {}): TableBytes =>
  new Map(TABLE_SOURCES.map((table) => [table, own[table] ?? 1000]));
const rows = makeRows({ factors: 0.4, transitions: 0.4, neighbours: 0.6, sessions: 0, content: 0.6 });

const BLEND = { factors: 1, transitions: 1 };

const shipping = (choices: readonly { table: string; ships: boolean }[]) =>
  choices.filter(({ ships }) => ships).map(({ table }) => table);

describe('chooseTables', () => {
  it('ships what some place needs and what lifts the blend, and says why', () => {
    const choices = chooseTables(bytes(), [rows], BLEND, AUTO);
    expect(shipping(choices)).toEqual(['factors', 'transitions', 'neighbours', 'together', 'content']);
    const of = (table: string) => choices.find((choice) => choice.table === table)!;
    expect(of('neighbours')).toMatchObject({ speaks: true, gain: expect.any(Number) });
    expect(of('neighbours').gain).toBeGreaterThan(0.05);
    expect(of('neighbours').reason).toMatch(/^\+\d+\.\d % nDCG@10/);
    expect(of('sessions')).toMatchObject({ ships: false, speaks: false });
    expect(of('content')).toMatchObject({ ships: true, speaks: true });
    expect(of('together')).toMatchObject({ ships: true, speaks: false, gain: 0 });
  });

  it('leaves out a table whose bytes are worth more than its gain', () => {
    const telling = makeRows({ factors: 0.4, transitions: 0.4, sessions: 0.6 });
    const light = chooseTables(bytes(), [telling], BLEND, AUTO);
    expect(shipping(light)).toContain('sessions');
    const heavy = chooseTables(bytes({ sessions: 1e6 }), [telling], BLEND, AUTO);
    expect(shipping(heavy)).not.toContain('sessions');
    // Neighbours are as large as the budget lets them.
    expect(shipping(chooseTables(bytes({ neighbours: 1e6 }), [rows], BLEND, AUTO))).toContain('neighbours');
    // What a place needs is there anyway: its bytes are no reason to keep it silent.
    expect(
      chooseTables(bytes({ content: 1e6 }), [rows], BLEND, AUTO).find(({ table }) => table === 'content')!.speaks,
    ).toBe(true);
  });

  it('leaves out what the log does not give', () => {
    const none = chooseTables(bytes({ segments: 0, neighbours: 0 }), [rows], BLEND, AUTO);
    expect(none.find(({ table }) => table === 'segments')).toMatchObject({
      ships: false,
      reason: 'log and catalogue give none',
    });
    expect(shipping(none)).not.toContain('neighbours');
  });

  it('ships what the config names, worth it or not, and lets only those speak that are', () => {
    const tables = new Map([...bytes()].filter(([table]) => table === 'factors' || table === 'sessions'));
    const choices = chooseTables(tables, [rows], BLEND, { sources: ['factors', 'sessions'] });
    expect(shipping(choices)).toEqual(['factors', 'sessions']);
    expect(choices.map(({ speaks }) => speaks)).toEqual([true, false]);
  });

  it('without shoppers to judge by ships only what some place needs', () => {
    expect(shipping(unjudgedTables(bytes(), AUTO))).toEqual(['factors', 'transitions', 'together', 'content']);
  });
});

describe('placementsOf', () => {
  const quiet = [{ table: 'content', ships: true, speaks: false, bytes: 1, reason: '' }] as const;

  it('silences at home what ships for other places, unless the config asks', () => {
    const placements = placementsOf(quiet);
    expect(placements.home).toEqual({ content: { quota: 0 } });
    expect(placements.cart).toBeUndefined();
    const asked = placementsOf(quiet, {
      home: { content: { quota: 7 }, trending: { quota: 1 } },
      cart: { repeat: { quota: 3 } },
    });
    expect(asked.home).toEqual({ content: { quota: 7 }, trending: { quota: 1 } });
    expect(asked.category).toEqual({ content: { quota: 0 } });
    expect(asked.cart).toEqual({ repeat: { quota: 3 } });
  });

  it('says nothing where all that ships speaks', () => {
    expect(placementsOf([{ ...quiet[0], speaks: true }])).toEqual({});
    expect(placementsOf([{ ...quiet[0], ships: false }])).toEqual({});
  });
});
