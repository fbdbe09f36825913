import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { denseGram, drawRows, rowsOf, solveDense } from './drawRows.test-support.ts';
import { itemWeights } from './ease.ts';
import { localEaseRows } from './localEase.ts';
import { ridgeInverse } from './ridgeInverse.ts';

const ITEMS = 40;
const rows = drawRows(200, ITEMS, 0.35);
const settings = { ...parseConfig().localEase, keep: ITEMS };
const options = { items: ITEMS, progress: () => {} };

describe('localEaseRows', () => {
  it('with every item for a source is EASE where no weight is negative', async () => {
    const strong = { ...settings, ridge: 2000 };
    const inverse = await ridgeInverse(rows, { ...strong, items: ITEMS, progress: () => {} });
    const local = await localEaseRows(rows, strong, options);
    for (let source = 0; source < ITEMS; source++) {
      const expected = itemWeights(inverse, 'zero', [source], [1]);
      const found = new Map(local[source]!.targets.map((target, at) => [target, local[source]!.strengths[at]!]));
      for (let target = 0; target < ITEMS; target++)
        if (target !== source) expect(found.get(target) ?? 0).toBeCloseTo(expected[target]!, 6);
      expect(found.has(source)).toBe(false);
    }
  });

  it('solves again without the sources that came out negative', async () => {
    const inverse = await ridgeInverse(rows, { ...settings, items: ITEMS, progress: () => {} });
    const all = Array.from({ length: ITEMS }, (_, source) => [...itemWeights(inverse, 'zero', [source], [1])]);
    const local = await localEaseRows(rows, settings, options);
    const gram = denseGram(rows, ITEMS, settings.userPower);
    for (const target of [0, 11, 39]) {
      const sources = all.flatMap((weights, source) => (source !== target && weights[target]! > 0 ? [source] : []));
      expect(sources.length).toBeLessThan(ITEMS - 1);
      const system = sources.map((i) =>
        sources.map((j) => (i === j ? gram[i]![i]! / (1 - settings.dropout) + settings.ridge : gram[i]![j]!)),
      );
      const expected = solveDense(
        system,
        sources.map((i) => gram[i]![target]!),
      );
      sources.forEach((source, s) => {
        const at = local[source]!.targets.indexOf(target);
        expect(at < 0 ? 0 : local[source]!.strengths[at]!).toBeCloseTo(Math.max(0, expected[s]!), 5);
      });
      expect(local.filter(({ targets }) => targets.includes(target)).length).toBeLessThanOrEqual(sources.length);
    }
  });

  it('keeps at most so many targets an item, and so many sources a target', async () => {
    const few = await localEaseRows(rows, { ...settings, keep: 5 }, options);
    for (const { targets } of few) expect(targets.length).toBeLessThanOrEqual(5);
    const narrow = await localEaseRows(rows, { ...settings, sources: 3 }, options);
    const sources = new Int32Array(ITEMS);
    for (const { targets } of narrow) for (const target of targets) sources[target]!++;
    expect(Math.max(...sources)).toBeLessThanOrEqual(3);
  });

  it('has the same bits on any number of threads', async () => {
    const cut = { ...settings, keep: 8 };
    expect(await localEaseRows(rows, cut, { ...options, threads: 3 })).toEqual(
      await localEaseRows(rows, cut, { ...options, threads: 1 }),
    );
  });

  it('has nothing to say of items that nobody took, or took alone', async () => {
    const local = await localEaseRows(rowsOf([[0], [1, 2], [1, 2]]), settings, { ...options, items: 4 });
    expect(local.map(({ targets }) => targets)).toEqual([[], [2], [1], []]);
  });
});
