import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import type { Learned } from '../fit.ts';
import { explainRecipe } from './explain.ts';

const nothing: Learned = {
  config: parseConfig(),
  families: {},
  mainPopularity: 'medium',
  blend: {},
  repeats: 'exclude',
  tables: [],
  metrics: { shoppers: 300 },
  tried: [],
};
const tried = (family: string, ndcg: number, settings = {}) => ({
  table: 'factors' as const,
  family,
  settings,
  bytes: 1000,
  without: 0.2,
  ndcg,
});

describe('explainRecipe', () => {
  it('says what was asked, what won, by how much, and what came second', () => {
    const lines = explainRecipe({
      ...nothing,
      asked: { protocol: 'temporal', cases: 900 },
      families: { factors: 'als' },
      tried: [tried('als', 0.21, { alpha: 0.3 }), tried('bag', 0.22), tried('als', 0.25, { alpha: 0.1 })],
    });
    expect(lines).toEqual([
      'validation: temporal, 900 cases, of which 300 made the blend',
      'factors: als (alpha 0.1), nDCG@10 0.2000 -> 0.2500; best of 3 trials; bag 0.2200',
    ]);
  });

  it('names the cut-off that was asked for, and how histories are read', () => {
    const lines = explainRecipe({
      ...nothing,
      asked: { protocol: 'fold-in', cases: 900, cutoff: 100, readsEvenly: true },
      families: { factors: 'als' },
      tried: [tried('als', 0.25)],
    });
    expect(lines.slice(1)).toEqual([
      'histories: read evenly, however old (halfLifeDays 0)',
      'factors: als, nDCG@100 0.2000 -> 0.2500; nothing else to try',
    ]);
  });

  it('says of the other tables whether they ship and why, and of a tried one where it does not', () => {
    const lines = explainRecipe({
      ...nothing,
      families: { factors: 'als' },
      tried: [tried('als', 0.21)],
      tables: [
        { table: 'factors', ships: false, bytes: 9, speaks: false, reason: 'too little' },
        { table: 'together', ships: true, bytes: 9, speaks: false, reason: 'the cart' },
        { table: 'content', ships: true, bytes: 9, speaks: true, reason: 'new items' },
      ],
    });
    expect(lines.slice(1)).toEqual([
      'factors: does not ship; too little',
      'together: ships for other places than home; the cart',
      'content: ships; new items',
    ]);
  });

  it('says what a placement gained by a blend of its own', () => {
    const placed = [{ placement: 'cart' as const, blend: {}, home: 0.1, own: 0.2, cases: 250 }];
    expect(explainRecipe({ ...nothing, placed })).toEqual([
      'cart: a blend of its own, nDCG@10 0.1000 -> 0.2000 on 250 cases',
    ]);
  });
});
