import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillBench, markdown, type PeerReport, type Report, shown, textTable } from './report.ts';
import { isMet, type Row } from './rows/row.ts';

const row = (more: Partial<Row>): Row => ({ group: 'g', what: 'it', runtime: 'node', value: 1, unit: 'ms', ...more });

describe('a row', () => {
  it('is met at its reach: a time from below, a share from above', () => {
    expect(isMet(row({ value: 0.5, reach: 0.5 }))).toBe(true);
    expect(isMet(row({ value: 0.51, reach: 0.5 }))).toBe(false);
    expect(isMet(row({ value: 0.97, unit: 'share', reach: 0.97 }))).toBe(true);
    expect(isMet(row({ value: 0.96, unit: 'share', reach: 0.97 }))).toBe(false);
    expect(isMet(row({}))).toBeUndefined();
  });

  it('that could not be measured is not met', () => {
    expect(isMet(row({ value: Number.NaN, reach: 1 }))).toBe(false);
  });
});

describe('the table', () => {
  it('shows values in their unit', () => {
    expect([shown(0.0354, 'ms'), shown(2.71, 'ms'), shown(1.256, 'x'), shown(0.9712, 'share')]).toEqual([
      '0.035 ms',
      '2.71 ms',
      '1.26 x',
      '0.971',
    ]);
    expect([shown(1_480_000, 'bytes'), shown(98_600, 'bytes')]).toEqual(['1.5 MB', '98.6 kB']);
  });

  it('says of each row where, how much, and whether it was reached', () => {
    const rows = [row({ value: 0.03, reach: 0.035 }), row({ what: 'other', value: 0.9, unit: 'share', reach: 0.95 })];
    const [, first, second] = textTable(rows).split('\n');
    expect(first).toMatch(/^it +node +0\.030 ms +0\.035 ms +met$/);
    expect(second).toMatch(/^other +node +0\.900 +>= 0\.950 +not met$/);
  });

  it('is in the page for people, with machine, load, notes and spread', () => {
    const spread = { median: 0.03, low: 0.02, high: 0.05, rounds: 9 };
    const report: Report = {
      date: '2026-01-01',
      machine: { cpu: 'A CPU', cores: 2, memoryBytes: 2 ** 33, node: '20', chromium: '147', workerd: '1' },
      load: { before: 0.1, after: 1.5 },
      rows: [row({ reach: 1, variants: { wasm: spread }, note: 'in a way' })],
      failures: [{ group: 'page', runtime: 'page', message: 'no browser' }],
    };
    const text = markdown(report);
    for (const part of [
      'A CPU, 2 cores, 8 GB',
      '0.10 and 1.50',
      '| it | node | 1.00 ms | 1.00 ms | met |',
      '- it: in a way.',
      'Not measured in this run: page, page (no browser).',
    ])
      expect(text).toContain(part);
    expect(text).toContain('| it: wasm | node | 0.030 ms | 0.020 ms to 0.050 ms | 9 |');
  });

  it('compares with native peers at equal recall only, fewer bytes with more', () => {
    const one = (name: string, recall: number, microseconds: number, bytes: number) => ({
      ...{ items: 10_000, name, recall, microseconds, low: 1, high: 2, bytes },
    });
    const results = [
      one('vitrine exact', 0.99, 50, 1e6),
      one('hnswlib ef=1', 0.9, 10, 4e6),
      one('hnswlib ef=2', 0.99, 200, 4e6),
      one('usearch ef=1', 0.98, 10, 4e6),
    ];
    const report = {
      date: '',
      machine: {},
      load: { before: 0, after: 0 },
      rows: [],
      failures: [],
    } as unknown as Report;
    const text = markdown(report, { date: '2026-01-01', load: { before: 0, after: 0 }, results });
    expect(text).toContain(
      '- 10k, vitrine exact takes 0.25 times as long as hnswlib ef=2, with 4.0 times fewer bytes.',
    );
    expect(text).toContain('- 10k, vitrine exact: no setting of usearch finds as much.');
  });

  it('fills the blocks of a document, and leaves the rest of it alone', () => {
    const report = { rows: [row({ runtime: 'page', reach: 1 }), row({ what: 'other' })] } as Report;
    const filled = fillBench('a\n<!-- bench:speed -->\nold\n<!-- /bench -->\n<!-- bench:nothing -->\nb', report);
    expect(filled).toContain('| it | page | 1.00 ms | 1.00 ms | met |\n<!-- /bench -->\n<!-- bench:nothing -->\nb');
    expect(filled).not.toContain('old');
    expect(filled).not.toContain('other');
    expect(fillBench(filled, report)).toBe(filled);
  });
});

const PEERS = 'docs/bench-peers.json';
const documents = ['README.md', 'docs/index-choice.md', 'docs/benchmarks.md'].filter(existsSync);

describe.runIf(existsSync('docs/bench.json'))('the documents', () => {
  it.each(documents)('%s says what docs/bench.json says', (file) => {
    const report = JSON.parse(readFileSync('docs/bench.json', 'utf8')) as Report;
    const text = readFileSync(file, 'utf8');
    const peers = existsSync(PEERS) ? (JSON.parse(readFileSync(PEERS, 'utf8')) as PeerReport) : undefined;
    const written = file === 'docs/benchmarks.md' ? markdown(report, peers) : fillBench(text, report);
    expect(written, 'run npm run bench -- --write').toBe(text);
  });

  it('call met what is met', () => {
    const { rows } = JSON.parse(readFileSync('docs/bench.json', 'utf8')) as Report;
    expect(rows.length).toBeGreaterThan(20);
    for (const one of rows) expect(isMet(one), one.what).toBe(one.isMet);
  });
});
