import { describe, expect, it } from 'vitest';
import type { Interaction } from '../engine/index.ts';
import formerLog from './fixtures/log.v1.json' with { type: 'json' };
import { readRecord, writeRecord } from './record.ts';

const seen = (itemId: string, timestamp = 1): Interaction => ({ itemId, event: 'view_item', timestamp });
const FORMER = formerLog as Interaction[];

describe('readRecord', () => {
  it('reads what it writes', () => {
    const log = [seen('a'), { ...seen('b', 2), event: 'dismiss' as const }];
    expect(readRecord(structuredClone(writeRecord(log)), undefined)).toEqual(log);
    expect(readRecord(undefined, undefined)).toEqual([]);
  });

  it('reads a log of version 1 without loss', () => {
    expect(FORMER).toHaveLength(9);
    expect(readRecord(undefined, FORMER)).toEqual(FORMER);
    expect(readRecord(undefined, [...FORMER, null, { itemId: 'x' }])).toEqual(FORMER);
  });

  it('joins what a script of version 1 goes on writing to what it took over', () => {
    const taken = writeRecord(readRecord(undefined, FORMER));
    const written = [seen('from the old tab', 1_752_000_000_000), FORMER[2]!];
    expect(readRecord(taken, written)).toEqual([...FORMER, written[0]]);
  });

  it('leaves a record of a later version alone', () => {
    const later = { version: 3, interactions: [seen('a')] };
    expect(() => readRecord(later, undefined)).toThrow(expect.objectContaining({ code: 'PROFILE_TOO_NEW' }));
    expect(() => readRecord({ version: 4 }, FORMER)).toThrow(expect.objectContaining({ code: 'PROFILE_TOO_NEW' }));
  });

  it.each([null, 'hello', 7, [], {}, { version: '3' }, { version: 2 }, { version: 2, interactions: 'x' }])(
    "takes another program's %j for an empty log",
    (foreign) => {
      expect(readRecord(foreign, undefined)).toEqual([]);
      expect(readRecord(undefined, foreign)).toEqual([]);
      expect(readRecord(foreign, [seen('a')])).toEqual([seen('a')]);
    },
  );
});
