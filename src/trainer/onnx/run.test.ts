import { expect, it } from 'vitest';
import { loadLater } from '../../engine/bundle/open.ts';
import { createJsKernels } from '../../engine/kernels/js.ts';
import { encodeRanker } from '../../engine/ranking/encodeRanker.ts';
import { LINEAR_RANKER } from '../../engine/ranking/models/linear.test-support.ts';
import { BOWLS_AND_LAMPS, did, packShop } from '../../engine/testing/bundle.test-support.ts';
import { openPacked } from '../bundle.ts';
import { sha256 } from '../digest.ts';
import { engineOf } from './run.ts';

it('ranks by a model in ONNX what was prepared, and only that', async () => {
  const price = BOWLS_AND_LAMPS.ids.map((_, item) => 2 ** (1 + ((item * 5) % 7)));
  const packed = await packShop({ ...BOWLS_AND_LAMPS, price, sections: encodeRanker(LINEAR_RANKER) });
  const bundle = await openPacked(packed);
  await loadLater(bundle, async (file) => packed.files.get(file)!, sha256);
  const engine = await engineOf(bundle, createJsKernels());
  const log = [did('view_item', 'b1', 0)];
  expect(engine.recommend(log, { k: 5 }).candidatesScored).toBeUndefined();
  await engine.prepare(log, { placement: 'home' });
  const { items, candidatesScored } = engine.recommend(log, { k: 5 });
  expect(candidatesScored).toBeGreaterThan(4);
  for (const { itemId, scores } of items) {
    // The model: log2 of the price - 2 x moments + .5, and the logistic of it.
    const margin = Math.log2(price[BOWLS_AND_LAMPS.ids.indexOf(itemId)]!) - (itemId === 'b1' ? 2 : 0) + 0.5;
    expect(scores!.ranker).toBeCloseTo(1 / (1 + Math.exp(-margin)), 6);
  }
  expect(engine.recommend(log, { k: 5, useRanking: false }).candidatesScored).toBeUndefined();
  expect(engine.recommend([...log, did('view_item', 'l2', 1)], { k: 5 }).candidatesScored).toBeUndefined();
});
