import { describe, expect, it } from 'vitest';
import { COLOURS } from './chart.ts';
import type { TrainingResult } from './content.ts';
import { makeRanking } from './makeRanking.test-support.ts';
import { makeReport } from './makeReport.test-support.ts';
import { renderReport } from './page.ts';

const benchmark = (changes = {}) => renderReport({ verb: 'benchmark', data: 'log.csv', result: makeReport(changes) });

describe('renderReport', { timeout: 60_000 }, () => {
  it('says every part of a benchmark', async () => {
    const page = await benchmark();
    const titles = [...page.matchAll(/<h2 [^>]*>([^<]*)</g)].map(([, title]) => title);
    expect(titles).toEqual([
      'Models',
      'Recall and precision',
      'Segments',
      'Coverage and popularity',
      'Scores',
      'Examples',
      'Settings',
    ]);
    for (const text of [
      '0.3123',
      '0.3000 to 0.3200',
      '1.23 MB',
      '12.3 s',
      '+0.2000',
      '&lt; 0.001',
      '2.1 %',
      '1,200 cases',
    ])
      expect(page).toContain(text);
    expect(page).toContain('href="#exposure"');
  });

  it('lets nothing in the data become a tag or a script', async () => {
    const page = await benchmark();
    expect(page).not.toMatch(/<script|<img|<i>tea|<b>pot|\0/i);
    expect(page).toContain('Tea &lt;b&gt;pot&lt;/b&gt; &#39;red&#39;');
    expect(page).toContain('&lt;/pre&gt;&lt;script&gt;');
  });

  it('asks for nothing from elsewhere', async () => {
    const page = await benchmark();
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(
      /https?:|<[a-z][^>]* src=|<link|@import|url\((?!#)/,
    );
  });

  it('draws in the colours of the page, each chart beside its figures and with a name', async () => {
    const page = await benchmark();
    for (const colour of Object.values(COLOURS)) expect(page).not.toContain(colour);
    const drawn = page.match(/<svg/g)!.length;
    const figures = page.match(/<figure>/g)!.length;
    expect([figures, drawn]).toEqual([8, 16]);
    expect(page.match(/<div role="img" aria-label="[^"]+"/g)).toHaveLength(figures);
    expect(page.match(/The same in figures/g)).toHaveLength(figures);
    // Names of clip paths are the page's, and charts share it.
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
  });

  it('gives the same bytes for the same figures', async () => {
    expect(await benchmark()).toBe(await benchmark());
  });

  it('shows one aspect where a protocol masks what is known', async () => {
    const { metrics } = makeReport();
    const page = await benchmark({ newItems: metrics });
    expect(page).toContain('What is known of a shopper is masked');
    expect(page).not.toContain('Items new to the shopper');
  });

  it('says what becomes of the unknown where that was measured', async () => {
    const figures = { metrics: { 'ndcg@10': 0.1234 }, intervals: {} };
    const cold = { shoppers: { k: 10, newcomers: 77, after: [{ clicks: 0, ...figures }] } };
    const page = await benchmark({ cold });
    expect(page).toContain('>New items and new shoppers</h2>');
    expect(page).toContain('77 whom training does not know');
    expect(await benchmark({ cold: {} })).not.toContain('New items and new shoppers');
  });

  it('says what ranking is worth where there is a ranker', async () => {
    const { metrics } = makeReport();
    const page = await benchmark({
      ranking: makeRanking(),
      retrievalMetrics: { ...metrics, 'ndcg@10': 0.2345 },
      retrievalNewItems: { ...metrics, 'ndcg@10': 0.0543 },
      candidateRecall: { all: 0.8765, newItems: 0.7 },
    });
    expect(page).toContain('>Ranking</h2>');
    for (const text of ['without ranking', '0.2345', '0.0543', 'candidate recall', '87.6 %', 'score&lt;b&gt;'])
      expect(page).toContain(text);
    expect(page).not.toMatch(/NaN|undefined|score<b>/);
    // Gain, ROC, precision, calibration, lift and importance.
    expect(page.match(/<figure>/g)).toHaveLength(14);
    expect(await benchmark()).not.toContain('without ranking');
  });

  it('says what training chose', async () => {
    const result: TrainingResult = {
      out: 'models/shop',
      bundleVersion: 'abc',
      bundleBytes: 1000,
      trainSeconds: 3,
      peakRssBytes: 1e8,
      rows: 100,
      counts: { items: 10, shoppers: 20, interactions: 100 },
      model: 'als',
      metrics: { 'ndcg@10': 0.2, shoppers: 40 },
      tables: [{ table: 'neighbours', bytes: 0, ships: false, reason: 'gains <nothing>' }],
      blend: { factors: 1 },
      tried: [{ table: 'factors', family: 'als', settings: { dimensions: 64 }, bytes: 640, ndcg: 0.2, without: 0.1 }],
      sections: [{ name: 'items', bytes: 300, load: 'first' }],
      params: { ranker: makeRanking().card },
    };
    const page = await renderReport({ verb: 'train', data: 'log.csv', result });
    for (const text of ['gains &lt;nothing&gt;', 'dimensions 64', 'at once', '40 shoppers', 'Features of the ranker'])
      expect(page).toContain(text);
    expect(page).not.toContain('<svg');
  });

  it('does not stumble over what is empty', async () => {
    const { detail } = makeReport();
    const page = await benchmark({
      baselines: {},
      detail: {
        ...detail,
        segments: [],
        examples: [],
        exposure: { k: 10, items: 3, counts: [], tenths: [] },
        scores: { ...detail.scores, edges: [0, 0], hits: [0], misses: [0] },
      },
    });
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});
