import { expect, it } from 'vitest';
import { unpackVectors } from '../../../engine/kernels/quantise.ts';
import { makeLog } from '../../tables/makeLog.ts';
import { modelContract } from '../contract.ts';
import { fitModel } from '../fitModel.test-support.ts';
import { warp } from './warp.ts';

modelContract('warp', [warp], {
  blend: { factors: 1 },
  isPersonal: true,
  isSeeded: true,
  config: { warp: { dimensions: 16, epochs: 60 } },
});

const MINUTE = 60_000;

it('gives an item that nobody has taken the vector of its words, near those that have them too', async () => {
  const catalogue = [
    ...Array.from({ length: 6 }, (_, i) => ({ itemId: `lamp-${i}`, title: 'brass lamp' })),
    ...Array.from({ length: 6 }, (_, i) => ({ itemId: `vase-${i}`, title: 'glass vase' })),
    ...Array.from({ length: 6 }, (_, i) => ({ itemId: `rug-${i}`, title: 'wool rug' })),
    { itemId: 'new', title: 'brass lamp' },
    { itemId: 'nameless' },
  ];
  const rows = Array.from({ length: 30 }, (_, shopper) =>
    Array.from(
      { length: 4 },
      (_, step) =>
        [`s${shopper}`, `${shopper % 2 ? 'lamp' : 'vase'}-${(shopper + step) % 6}`, step * MINUTE] as [
          string,
          string,
          number,
        ],
    ),
  ).flat();
  const { section, tables } = await fitModel(warp, makeLog(rows), { warp: { dimensions: 16 } }, catalogue);
  const vectors = unpackVectors(
    section!.arrays.vectors as Int8Array,
    section!.arrays.scales as Float32Array,
    section!.params.dimensions as number,
  );
  const vectorOf = (id: string) => {
    const item = tables.catalogue.ids.indexOf(id);
    return vectors.subarray(item * 16, (item + 1) * 16);
  };
  const cosine = (a: Float32Array, b: Float32Array) => {
    const dot = a.reduce((sum, value, d) => sum + value * b[d]!, 0);
    return dot / (Math.hypot(...a) * Math.hypot(...b));
  };
  expect(cosine(vectorOf('new'), vectorOf('lamp-0'))).toBeGreaterThan(0.8);
  expect(cosine(vectorOf('new'), vectorOf('lamp-0'))).toBeGreaterThan(
    cosine(vectorOf('new'), vectorOf('vase-0')) + 0.5,
  );
  expect([...vectorOf('nameless')]).toEqual(new Array(16).fill(0));
});
