import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackVectors } from '../../engine/kernels/quantise.ts';
import { makeLog } from '../tables/makeLog.ts';
import { writeTinyModel } from '../text/tinyModel.test-support.ts';
import { content } from './content.ts';
import { fitModel } from './fitModel.test-support.ts';

const KINDS = ['bowl', 'lamp', 'vase', 'tray'];
const COLOURS = ['red', 'blue', 'green', 'white', 'black', 'grey'];
const catalogue = KINDS.flatMap((kind) =>
  COLOURS.map((colour) => ({ itemId: `${kind} ${colour}`, title: `${colour} ${kind}`, category: `Home > ${kind}s` })),
);
const log = makeLog([['s', 'bowl red', 1]]);

async function cosines(rows = catalogue) {
  const { section, tables } = await fitModel(content, log, { content: { dimensions: 16 } }, rows);
  const { vectors, scales } = section!.arrays as { vectors: Int8Array; scales: Float32Array };
  const floats = unpackVectors(vectors, scales, 16);
  const vector = (id: string) => {
    const item = tables.catalogue.ids.indexOf(id);
    return floats.subarray(item * 16, (item + 1) * 16);
  };
  const dot = (one: string, two: string) => vector(one).reduce((sum, value, d) => sum + value * vector(two)[d]!, 0);
  return { dot, params: section!.params };
}

describe('content', () => {
  it('puts like beside like, items that nobody took among them', async () => {
    const { dot, params } = await cosines();
    expect(params).toEqual({ dimensions: 16 });
    for (const kind of KINDS)
      for (const other of KINDS)
        if (kind !== other)
          expect(dot(`${kind} red`, `${kind} blue`)).toBeGreaterThan(dot(`${kind} red`, `${other} blue`));
    expect(dot('lamp red', 'bowl red')).toBeGreaterThan(dot('lamp red', 'bowl blue'));
    expect(dot('vase grey', 'vase grey')).toBeCloseTo(1, 1);
  });

  it('is silent about an item without words of others', async () => {
    const { dot } = await cosines([...catalogue, { itemId: 'odd', title: 'quixotic', category: '' }]);
    expect(dot('odd', 'odd')).toBe(0);
  });

  it('gives nothing where the catalogue has no text', async () => {
    expect((await fitModel(content, log)).section).toBeUndefined();
    expect((await fitModel(content, log, {}, [{ itemId: 'a', title: 'alone' }])).section).toBeUndefined();
  });

  it('takes seconds for tens of thousands of items', async () => {
    const many = Array.from({ length: 37_000 }, (_, i) => ({
      itemId: `i${i}`,
      title: `${COLOURS[i % 6]} ${KINDS[i % 4]} model${i % 997} size${i % 89} line${i % 401}`,
    }));
    const started = performance.now();
    const { section } = await fitModel(content, log, {}, many);
    expect(section!.arrays.scales!.length).toBe(37_001);
    expect(performance.now() - started).toBeLessThan(30_000);
  }, 40_000);
});

describe('content by a sentence model', () => {
  it('finds like what has no word in common', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-content-'));
    try {
      await writeTinyModel(folder, [
        ['cup', 'mug'],
        ['lamp', 'light'],
        ['vase'],
        ['red'],
        ['blue'],
        ['green'],
        ['grey'],
      ]);
      const titles = ['red cup', 'red mug', 'blue cup', 'blue lamp', 'red light', 'green vase', 'grey vase'];
      const rows = [...titles.map((title) => ({ itemId: title, title })), { itemId: 'untold' }];
      const settings = { content: { dimensions: 16, textModel: folder } };
      const { section, tables } = await fitModel(content, makeLog([['s', 'red cup', 1]]), settings, rows);
      const { vectors, scales } = section!.arrays as { vectors: Int8Array; scales: Float32Array };
      const floats = unpackVectors(vectors, scales, 16);
      const vector = (id: string) => floats.subarray(tables.catalogue.ids.indexOf(id) * 16).subarray(0, 16);
      const cosine = (a: string, b: string) => vector(a).reduce((sum, value, d) => sum + value * vector(b)[d]!, 0);
      expect(cosine('red cup', 'red mug')).toBeGreaterThan(0.98);
      expect(cosine('red cup', 'blue cup')).toBeLessThan(0.9);
      expect(cosine('red cup', 'blue lamp')).toBeLessThan(cosine('red cup', 'blue cup'));
      expect([...vector('untold')].every((value) => value === 0)).toBe(true);
      // Without the model the words alone say nothing of it.
      const words = await fitModel(content, makeLog([['s', 'red cup', 1]]), { content: { dimensions: 16 } }, rows);
      expect(words.section!.arrays).not.toEqual(section!.arrays);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
