import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeShop } from '../trainer/tables/makeShop.ts';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

const DAY = 86_400_000;
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let dir: string;
let whole: string;
let earlier: string;
let later: string;
let bundle: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-evaluate-'));
  const rows = makeShop();
  whole = await writeShop(dir, rows, 'whole.csv');
  earlier = await writeShop(
    dir,
    rows.filter(([, , time]) => time < 45 * DAY),
    'earlier.csv',
  );
  later = await writeShop(
    dir,
    rows.filter(([, , time]) => time >= 45 * DAY),
    'later.csv',
  );
  bundle = join(dir, 'bundle');
  const config = await writeConfig(dir);
  await vitrine('train', '--format', 'canonical', '--events', earlier, '--out', bundle, '--config', config);
});

afterAll(() => rm(dir, { recursive: true }));

const evaluate = (events: string, ...argv: string[]) =>
  vitrine('evaluate', '--bundle', bundle, '--format', 'canonical', '--events', events, ...argv);

describe('vitrine evaluate', () => {
  it('measures a bundle at the asked cut-offs', async () => {
    const { out, code } = await evaluate(whole, '--k', '5,20', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.protocol).toBe('after the window');
    for (const aspect of ['metrics', 'newItems'])
      for (const name of 'recall precision hit ndcg mrr map ap auc coverage gini novelty serendipity'.split(' '))
        expect(report[aspect], name).toMatchObject({
          [`${name}@5`]: expect.any(Number),
          [`${name}@20`]: expect.any(Number),
        });
    const [low, high] = report.intervals.metrics['ndcg@5'];
    expect(low).toBeLessThan(report.metrics['ndcg@5']);
    expect(high).toBeGreaterThan(report.metrics['ndcg@5']);
    expect(report.newItems['hit@20']).toBeGreaterThan(0.5);
  });

  it('takes the history from a file of its own, to the same figures', async () => {
    const together = JSON.parse((await evaluate(whole, '--json')).out);
    const apart = JSON.parse((await evaluate(later, '--history', earlier, '--json')).out);
    expect(apart.metrics).toEqual(together.metrics);
    expect(apart.newItems).toEqual(together.newItems);
  });

  it('says so where the bundle was trained on all the events', async () => {
    const { err, code } = await evaluate(earlier);
    expect(code).toBe(65);
    expect(err).toContain("no event lies after the bundle's window, which ends at ");
  });

  it('refuses --probed of a bundle that is whole', async () => {
    const { err, code } = await evaluate(whole, '--probed');
    expect(code).toBe(64);
    expect(err).toContain('is whole');
  });

  it('splits the events by a protocol, and says where the bundle may have seen what is asked', async () => {
    const { out } = await evaluate(whole, '--protocol', 'temporal', '--from', '1970-02-15', '--json');
    const apart = JSON.parse((await evaluate(whole, '--json')).out);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      protocol: 'temporal, from 1970-02-15 on',
      mayBeSeen: false,
      metrics: apart.metrics,
    });
    const { err } = await evaluate(earlier, '--protocol', 'temporal', '--days', '5');
    expect(err).toContain('may have been trained on what it is asked for');
  });

  it('compares two bundles on the same shoppers', async () => {
    const other = join(dir, 'other');
    const config = await writeConfig(dir);
    await vitrine('train', '--format', 'canonical', '--events', later, '--out', other, '--config', config);
    const { out } = await evaluate(whole, '--protocol', 'temporal', '--days', '10', '--against', other, '--json');
    const { metrics, against } = JSON.parse(out);
    const { mean, interval, p } = against.gain.metrics['ndcg@10'];
    expect(mean).toBeCloseTo(metrics['ndcg@10'] - against.metrics['ndcg@10'], 10);
    expect(interval[0]).toBeLessThanOrEqual(mean);
    expect(p).toBeGreaterThan(0);
    const own = await evaluate(whole, '--protocol', 'temporal', '--days', '10', '--against', bundle);
    expect(own.out).toMatch(/^ndcg@10 +\+0\.0000 +\[\+0\.0000, \+0\.0000\] +1\.0000$/m);
  });

  it('refuses what a protocol has no use for, and its options without it', async () => {
    expect((await evaluate(whole, '--protocol', 'pairs', '--days', '5')).code).toBe(64);
    expect((await evaluate(whole, '--days', '5')).code).toBe(64);
    expect((await evaluate(whole, '--protocol', 'temporal', '--history', earlier)).code).toBe(64);
    expect((await evaluate(whole, '--protocol', 'temporal', '--from', 'May')).code).toBe(64);
  });

  it('tells people', async () => {
    const { out } = await evaluate(whole);
    expect(out).toContain('0.0 % of the targets unknown');
    expect(out).toMatch(/^all items +0\.\d{4} \[0\.\d{3}, 0\.\d{3}\]/m);
    expect(out).toMatch(/^new to the shopper +/m);
    expect(out).toMatch(/^candidate recall: [01]\.\d{4} \[/m);
  });

  it.each(['0', 'ten', '10,1001', '', '1.5'])('refuses --k %j', async (k) => {
    const { code, err } = await evaluate(whole, '--k', k);
    expect([code, err]).toEqual([64, expect.stringContaining('USAGE')]);
  });

  it('refuses what it cannot open, and events that say nothing', async () => {
    expect((await evaluate(join(dir, 'nowhere.csv'))).code).toBe(66);
    expect((await evaluate(whole, '--bundle', dir)).code).toBe(66);
    expect((await evaluate(earlier)).err).toContain('TOO_LITTLE_DATA');
  });
});
