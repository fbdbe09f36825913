import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { parseConfig } from '../config.ts';
import type { Split } from '../evaluation/protocols/protocol.ts';
import { loadKernels } from '../kernels.ts';
import { als } from '../models/als.ts';
import { silent } from '../progress.ts';
import { Random } from '../random.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { questionOf } from './judge.ts';
import { chooseReading } from './reading.ts';

const DAY = 86_400_000;
const SHOPPERS = 120;
const GROUP = 12;

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/**
 * Shoppers who took ten items of one group two years ago and four of another this week, and want more of the groups that `wanted`
 * says.
 */
async function readingOf(wanted: 'old' | 'new', change: object = {}) {
  const random = new Random(3, 'reading');
  const rows: LogRow[] = [];
  const cases: Split['cases'] = [];
  for (let s = 0; s < SHOPPERS; s++) {
    const [old, fresh] = [s % 6, (s + 1 + random.below(5)) % 6];
    const items = (group: number) => random.shuffle(Array.from({ length: GROUP }, (_, i) => `g${group}i${i}`));
    const [before, now] = [items(old), items(fresh)];
    const history = [
      ...before.slice(0, 6).map((itemId, i) => ({ itemId, event: 'purchase' as const, timestamp: i * DAY })),
      ...now.slice(0, 6).map((itemId, i) => ({ itemId, event: 'purchase' as const, timestamp: (900 + i) * DAY })),
    ];
    if (s % 2 === 0) for (const { itemId, timestamp } of history) rows.push([`s${s}`, itemId, timestamp]);
    else {
      const taken = new Set((wanted === 'old' ? before : now).slice(6, 11));
      cases.push({ shopper: `s${s}`, history, taken, takenNew: taken });
    }
  }
  const log = makeLog(rows);
  const config = parseConfig({ als: { dimensions: 16 }, ...change });
  const input = { log, models: [als], config, kernels, progress: silent };
  const question = questionOf({ earlier: log, cases, now: 2000 * DAY, repeats: 'exclude' }, 100);
  return (await chooseReading(input, log, cases, question)).config.halfLifeDays;
}

describe('chooseReading', () => {
  it('reads a history evenly where what is wanted lies in all of it', async () => {
    expect(await readingOf('old')).toBe(0);
  });

  it('keeps what is recent in front where it says more', async () => {
    expect(await readingOf('new')).toBe(180);
  });

  it('keeps a half-life that the config names', async () => {
    expect(await readingOf('old', { halfLifeDays: 90 })).toBe(90);
  });
});
