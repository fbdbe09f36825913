import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../config.ts';
import { readLog } from '../read/readLog.ts';
import type { LogFormat } from '../tables/log.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { type BenchmarkInput, benchmark } from './benchmark.ts';

vi.setConfig({ testTimeout: 60_000 });
const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

const DAY = 86_400_000;
const config = parseConfig({ als: { dimensions: 16 }, sources: ['factors', 'transitions'] });
const run = (input: Partial<BenchmarkInput> & Pick<BenchmarkInput, 'protocol' | 'log'>) =>
  benchmark({ config, seeds: 1, ...input });

async function read(text: string, format: LogFormat) {
  const file = join(dir, `log.${format}`);
  writeFileSync(file, text);
  return readLog(file, { format });
}

/** The shop of makeShop as a canonical file, its ids written otherwise. */
function shopFile(id: (plain: string) => string): string {
  const lines = makeShop().map(([shopper, item, time]) => `${id(shopper)},${id(item)},purchase,${time}`);
  return ['user_id,item_id,event,timestamp', ...lines].join('\n');
}

describe('ids', () => {
  // In the order of the plain ids, so that ties fall alike.
  it.each<[string, (plain: string) => string]>([
    ['quoted', (plain) => `"${plain}"`],
    ['quoted, with commas and quotes inside', (plain) => `"${plain},""x"""`],
    ['Unicode', (plain) => `${plain}é日😀`],
    ['numbers', (plain) => String((plain.startsWith('s') ? 1000 : 5000) + Number(plain.slice(1)))],
    ['numbers with leading zeros', (plain) => plain.replace(/^[si]/, '00')],
  ])('%s give the same figures as plain ones', async (_, id) => {
    const plain = await run({
      protocol: 'temporal',
      log: await read(
        shopFile((one) => one),
        'canonical',
      ),
      days: 15,
    });
    const other = await run({ protocol: 'temporal', log: await read(shopFile(id), 'canonical'), days: 15 });
    expect(other.metrics).toEqual(plain.metrics);
    expect(other.cases).toEqual(plain.cases);
  });

  it('are text: 7 and 07 are two items', async () => {
    expect((await read('u 7 07\n', 'pairs')).items).toEqual(['07', '7']);
  });
});

describe('thin and odd logs', () => {
  const shop = makeShop();

  it('leaves shoppers of one event and items seen once to training, and measures the others', async () => {
    const odd = Array.from({ length: 30 }, (_, i): (typeof shop)[number] => [`once${i}`, `rare${i}`, i * DAY]);
    const { cases, metrics } = await run({ protocol: 'leave-last-out', log: makeLog([...shop, ...odd]) });
    expect(cases.all).toBe(60);
    expect(metrics['hit@10']).toBeGreaterThan(0.3);
  });

  it.each(['temporal', 'leave-last-out', 'fold-in', 'pairs'] as const)('%s: one shopper alone', async (protocol) => {
    const alone = makeLog(Array.from({ length: 40 }, (_, i) => ['only', `i${i % 10}`, i * DAY]));
    const outcome = run({ protocol, log: alone, days: protocol === 'temporal' ? 10 : undefined });
    // A tenth of one shopper is nobody; the others ask for one shopper, whose bundle is what one shopper gives.
    if (protocol === 'fold-in') await expect(outcome).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
    else expect((await outcome).shoppers.all).toBe(1);
  });

  it('has nothing to cut where all events have one time, but can leave the last out', async () => {
    const still = makeLog(shop.map(([shopper, item]) => [shopper, item, 5 * DAY]));
    await expect(run({ protocol: 'temporal', log: still })).rejects.toMatchObject({ code: 'TOO_LITTLE_DATA' });
    expect((await run({ protocol: 'leave-last-out', log: still })).cases.all).toBe(60);
  });

  it('counts an event that is there twice as two, and asks for an item once', async () => {
    const { cases, metrics } = await run({ protocol: 'temporal', log: makeLog([...shop, ...shop]), days: 15 });
    const once = await run({ protocol: 'temporal', log: makeLog(shop), days: 15 });
    expect(cases).toEqual(once.cases);
    expect(Math.abs(metrics['ndcg@10']! - once.metrics['ndcg@10']!)).toBeLessThan(0.1);
  });

  it('takes a target that was never trained on for a miss, and says how many there are', async () => {
    const train = makeLog(shop, { hasTimes: false });
    const test = makeLog([
      ...Array.from({ length: 30 }, (_, s): (typeof shop)[number] => [
        `s${String(s).padStart(3, '0')}`,
        'unheard of',
        0,
      ]),
      ['nobody', 'i01', 0],
    ]);
    const { metrics, unknownTargets, shoppers } = await run({ protocol: 'pairs', log: train, test });
    expect([metrics['recall@10'], unknownTargets, shoppers.all]).toEqual([0, 1, 30]);
  });
});
