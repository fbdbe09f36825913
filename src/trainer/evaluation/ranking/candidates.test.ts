import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/recommender.ts';
import { silent } from '../../progress.ts';
import { askCandidates, sampleCases, shopperOfRows } from './candidates.ts';
import { caseBy, cases, openPopular, question } from './popularEngine.test-support.ts';
import { withRanker } from './withRanker.test-support.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openPopular();
});

describe('askCandidates', () => {
  it('gives every scored candidate with what became of it', async () => {
    // d first: the reverse of popularity.
    const ranked = withRanker(engine, (itemId) => itemId.charCodeAt(0) - 98);
    const candidates = await askCandidates(ranked, cases, question, silent);
    expect([...candidates.offsets]).toEqual([0, 4, 8, 12]);
    expect([...candidates.taken]).toEqual([2, 1, 2]);
    expect([...candidates.shopperOf]).toEqual([0, 1, 0]);
    expect([...shopperOfRows(candidates)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(candidates.labels.reduce((sum, label) => sum + label, 0)).toBe(4);
    for (const score of candidates.scores.blend) expect(score > 0 && score < 1).toBe(true);
    const first = ranked.recommend(cases[0]!.history, { k: 4, now: 1e9 }).items;
    expect([...candidates.scores.ranker.subarray(0, 4)]).toEqual(first.map(({ scores }) => scores!.ranker));
    expect([...candidates.labels.subarray(0, 4)]).toEqual(first.map(({ itemId }) => (itemId === 'a' ? 1 : 0)));
  });

  it('finds none where nothing is scored', async () => {
    const { offsets, labels } = await askCandidates(engine, cases, question, silent);
    expect([[...offsets], labels.length]).toEqual([[0, 0, 0, 0], 0]);
  });
});

describe('sampleCases', () => {
  it('draws some, in their order, the same for the same seed', () => {
    const many = Array.from({ length: 50 }, (_, i) => caseBy(`s${i}`, [], []));
    const drawn = sampleCases(many, 1, 10);
    const places = drawn.map((each) => many.indexOf(each));
    expect(new Set(places).size).toBe(10);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(sampleCases(many, 1, 10)).toEqual(drawn);
    expect(sampleCases(many, 2, 10)).not.toEqual(drawn);
    expect(sampleCases(many, 1)).toEqual(many);
  });
});
