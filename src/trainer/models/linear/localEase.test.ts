import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../../../engine/kernels/js.ts';
import { parseConfig } from '../../config.ts';
import { loadKernels } from '../../kernels.ts';
import { drawRows, rowsOf } from './drawRows.test-support.ts';
import { itemWeights } from './ease.ts';
import { localEaseRows } from './localEase.ts';
import { ridgeInverse } from './ridgeInverse.ts';

const ITEMS = 40;
const rows = drawRows(200, ITEMS, 0.35);
const settings = { ...parseConfig().localEase, keep: ITEMS };
const options = { items: ITEMS, kernels: createJsKernels(), progress: () => {} };

describe('localEaseRows', () => {
  it('with every item for a source is EASE, its negative weights left out', async () => {
    const inverse = await ridgeInverse(rows, { ...settings, items: ITEMS, progress: () => {} });
    const local = await localEaseRows(rows, settings, options);
    for (let source = 0; source < ITEMS; source++) {
      const expected = itemWeights(inverse, 'zero', [source], [1]);
      const found = new Map(local[source]!.targets.map((target, at) => [target, local[source]!.strengths[at]!]));
      for (let target = 0; target < ITEMS; target++)
        if (target !== source) expect(found.get(target) ?? 0).toBeCloseTo(Math.max(0, expected[target]!), 5);
      expect(found.has(source)).toBe(false);
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

  it('has the same bits in WASM and plain JS', async () => {
    const wasm = await loadKernels();
    expect(wasm.kind).toBe('wasm');
    const cut = { ...settings, keep: 8 };
    expect(await localEaseRows(rows, cut, { ...options, kernels: wasm })).toEqual(
      await localEaseRows(rows, cut, options),
    );
  });

  it('has nothing to say of items that nobody took, or took alone', async () => {
    const local = await localEaseRows(rowsOf([[0], [1, 2], [1, 2]]), settings, { ...options, items: 4 });
    expect(local.map(({ targets }) => targets)).toEqual([[], [2], [1], []]);
  });
});
