import { describe, expect, it } from 'vitest';
import { contentOf, headlineOf } from './content.ts';
import { makeReport } from './makeReport.test-support.ts';

describe('headlineOf', () => {
  it('takes nDCG first, at the cut-offs that were measured', () => {
    const of = (...names: string[]) => headlineOf(Object.fromEntries(names.map((name) => [name, 0.5])));
    expect(of('recall@20', 'ndcg@100', 'ndcg@10', 'hit@10', 'mrr@20', 'gini@10')).toEqual([
      'ndcg@10',
      'recall@20',
      'hit@10',
      'mrr@20',
      'ndcg@100',
    ]);
    expect(of('recall@5', 'ndcg@5')).toEqual(['ndcg@5', 'recall@5']);
    expect(of('shoppers')).toEqual([]);
  });
});

describe('contentOf', () => {
  it('puts the bundle first, then baselines, then models alone with what they weigh', () => {
    const { metrics, newItems, intervals } = makeReport();
    const compared = [
      { name: 'als', metrics, newItems, intervals: { metrics: {}, newItems: {} }, bundleBytes: 10, trainSeconds: 2 },
    ];
    const { groups } = contentOf({ verb: 'benchmark', data: 'log.csv', result: makeReport({ compared }) });
    expect(groups.map(({ caption }) => caption)).toEqual(['All items', 'Items new to the shopper (900 shoppers)']);
    expect(groups[1]!.lines.map(({ name, isOurs, bundleBytes }) => [name, isOurs, bundleBytes])).toEqual([
      ['Vitrine', true, 1_234_567],
      ['popularity', false, undefined],
      ['als alone', false, 10],
    ]);
    expect(groups[1]!.lines[0]!.metrics).toEqual(newItems);
    expect(groups[1]!.lines[0]!.intervals).toEqual(intervals.newItems);
  });

  it('says of an evaluation against another bundle what was gained, and that targets may have been seen', () => {
    const { metrics, newItems, detail } = makeReport();
    const intervals = { metrics: {}, newItems: {} };
    const gain = { mean: -0.01, interval: [-0.02, 0] as [number, number], p: 0.04 };
    const content = contentOf({
      verb: 'evaluate',
      data: 'later.csv',
      result: {
        ...{ metrics, newItems, intervals, detail },
        protocol: 'after the window',
        bundleVersion: 'aaa',
        shoppers: { all: 10, newItems: 5 },
        cases: { all: 10, newItems: 5 },
        unknownTargets: 0,
        mayBeSeen: true,
        against: {
          ...{ metrics, newItems, intervals },
          bundleVersion: 'bbb',
          gain: { metrics: { 'ndcg@10': gain }, newItems: {} },
        },
        rows: 100,
      },
    });
    expect(content.gain).toEqual({ 'ndcg@10': { bbb: gain } });
    expect(content.groups[0]!.lines.map(({ name }) => name)).toEqual(['aaa', 'bbb']);
    expect(content.lead).toContain('may have been trained on');
  });
});
