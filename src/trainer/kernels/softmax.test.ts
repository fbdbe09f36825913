import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { createJsProducts } from './jsProducts.ts';
import type { MakeProducts } from './products.ts';
import { createSoftmax, loadProducts } from './softmax.ts';

const BATCH = 16;
const CANDIDATES = 24;
const DIMENSIONS = 8;
const SCALE = 7;

async function compute(make: MakeProducts, spread = 1) {
  const softmax = createSoftmax(make, BATCH, CANDIDATES, DIMENSIONS);
  const random = new Random(3, 'softmax');
  for (const input of [softmax.users, softmax.items, softmax.bias])
    for (let i = 0; i < input.length; i++) input[i] = random.between(-spread, spread);
  softmax.weigh(SCALE);
  softmax.leaveOut(5, 17);
  const factors = Float32Array.from({ length: BATCH }, () => random.between(0, 0.1));
  softmax.differentiate(factors);
  return { ...softmax, factors };
}

describe('createSoftmax', () => {
  it('runs in WASM where it was built', async () => {
    expect((await loadProducts())([8]).kind).toBe('wasm');
  });

  it.each([1, 40])(
    'has the same bits in WASM and in plain JS, within and beyond the range of the exponent (%d)',
    async (spread) => {
      const [wasm, js] = [await compute(await loadProducts(), spread), await compute(createJsProducts, spread)];
      for (const key of ['sums', 'userGradients', 'itemGradients'] as const) {
        expect(new Int32Array(wasm[key].slice().buffer), key).toEqual(new Int32Array(js[key].slice().buffer));
      }
    },
  );

  it('weighs and differentiates as the formula says', async () => {
    const { users, items, bias, sums, userGradients, itemGradients, factors } = await compute(createJsProducts);
    const weight = (b: number, j: number) => {
      if (b === 5 && j === 17) return 0;
      let dot = 0;
      for (let d = 0; d < DIMENSIONS; d++) dot += users[b * DIMENSIONS + d]! * items[j * DIMENSIONS + d]!;
      return Math.exp(SCALE * dot + bias[j]!);
    };
    const near = (found: number, wanted: number) =>
      expect(Math.abs(found - wanted)).toBeLessThanOrEqual(2e-5 * Math.max(1, Math.abs(wanted)));
    const places = (count: number) => Array.from({ length: count }, (_, i) => i);
    for (const b of places(BATCH)) {
      near(sums[b]! / 1e3, places(CANDIDATES).reduce((sum, j) => sum + weight(b, j), 0) / 1e3);
      for (const d of places(DIMENSIONS)) {
        const sum = places(CANDIDATES).reduce((total, j) => total + weight(b, j) * items[j * DIMENSIONS + d]!, 0);
        near(userGradients[b * DIMENSIONS + d]!, factors[b]! * sum);
      }
    }
    for (const j of places(CANDIDATES))
      for (const d of places(DIMENSIONS)) {
        const sum = places(BATCH).reduce(
          (total, b) => total + factors[b]! * weight(b, j) * users[b * DIMENSIONS + d]!,
          0,
        );
        near(itemGradients[j * DIMENSIONS + d]!, sum);
      }
  });
});
