import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vitrine } from './writeShop.ts';

let dir: string;
let log: string;
let other: string;

/** 400 impressions: item a is clicked every second time, b every eighth. `share`: how often a is shown. */
function lines(share: number): string {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const isA = i % 20 < 20 * share;
    const nth = Math.floor(i / 20);
    return `${isA ? 'a' : 'b'},1,${nth % (isA ? 2 : 8) === 0 ? 1 : 0},${isA ? share : 1 - share}`;
  });
  return `item_id,position,click,propensity_score\n${rows.join('\n')}\n`;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-cli-off-policy-'));
  log = join(dir, 'log.csv');
  other = join(dir, 'other.csv');
  await writeFile(log, lines(0.25));
  await writeFile(other, lines(0.75));
});

afterAll(() => rm(dir, { recursive: true }));

describe('vitrine off-policy', () => {
  it('estimates policies from the log of another, beside what they had themselves', async () => {
    const { out, code } = await vitrine('off-policy', '--log', log, '--policy', `${other},uniform`, '--json');
    expect(code).toBe(0);
    const { logged, policies } = JSON.parse(out);
    // Every eighth of 20 rows is every 20 / 3: .15 of b.
    expect(logged).toMatchObject({ impressions: 400, clicks: 50 + 45 });
    expect(policies[0]).toMatchObject({ policy: 'other.csv', origin: 'propensities', unknown: 0 });
    expect(policies[0].own).toMatchObject({ impressions: 400, clicks: 150 + 15 });
    for (const estimator of ['ips', 'snips', 'dr'])
      expect(policies[0].estimates[estimator].value, estimator).toBeCloseTo(0.75 * 0.5 + 0.25 * 0.15, 2);
    expect(policies[1]).toMatchObject({ policy: 'uniform', origin: 'uniform' });
    expect(policies[1].estimates.ips.value).toBeCloseTo(0.325, 2);
  });

  it('takes a table of probabilities for a policy', async () => {
    const table = join(dir, 'table.csv');
    await writeFile(table, 'item_id,probability\na,0.75\nb,0.25\n');
    const { out } = await vitrine('off-policy', '--log', log, '--policy', `${table},${other}`, '--json');
    const [told, shown] = JSON.parse(out).policies;
    expect(told).toMatchObject({ policy: 'table.csv', origin: 'table', estimates: shown.estimates });
    expect(told.own).toBeUndefined();
  });

  it('says it as tables', async () => {
    const { out, err, code } = await vitrine('off-policy', '--log', log, '--policy', `${other},uniform`, '--clip', '2');
    expect(code).toBe(0);
    expect(err).toContain('400 of 400 rows');
    expect(out).toContain('log.csv: 95 clicks of 400 impressions, 0.23750 [');
    expect(out).toContain('other.csv: its propensities, which never change\n');
    expect(out).toContain('100 clipped to 2; worth');
    expect(out).toMatch(/click rate +95 % normal +95 % bootstrap +less its own\n/);
    expect(out).toMatch(/doubly robust +0\.\d{5} +\[/);
    expect(out).toContain('its own: 165 clicks of 400 impressions, 0.41250 [');
    expect(out).toContain('uniform: every item alike');
  });

  it.each([
    ['a log without propensities', 65, 'INPUT_COLUMNS', 'item,click\na,1\n'],
    ['a log of other items', 65, 'POLICY_UNRELATED', 'item,position,click,propensity\nq,1,1,0.5\n'],
    ['a log that cannot be read', 65, 'INPUT_REJECTED', 'item,click\na,perhaps\n'],
  ])('refuses %s', async (_, exit, error, text) => {
    const file = join(dir, 'refused.csv');
    await writeFile(file, text);
    const { out, code } = await vitrine('off-policy', '--log', file, '--policy', other, '--json');
    expect(code).toBe(exit);
    expect(JSON.parse(out)).toMatchObject({ error: { code: error } });
  });

  it('wants a policy and a clip of at least 1', async () => {
    expect((await vitrine('off-policy', '--log', log)).code).toBe(64);
    expect((await vitrine('off-policy', '--log', log, '--policy', 'uniform', '--clip', '0.5')).code).toBe(64);
    expect((await vitrine('off-policy', '--log', log, '--policy', join(dir, 'none.csv'))).code).toBe(66);
  });
});
