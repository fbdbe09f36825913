import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import { createJsWarp } from './jsWarp.ts';
import { createWarp, loadWarp } from './warp.ts';
import type { MakeWarp, WarpPieces } from './warpPieces.ts';

const ITEMS = 9;
const D = 4;
const RATE = 0.1;
const EMPTY: Rows = { offsets: Int32Array.of(0, 0), columns: new Int32Array(0), values: new Float32Array(0) };
const user = [1, 0, -2, 0];

/** One feature a row, its own. */
const identity = (count: number): Rows => ({
  offsets: Int32Array.from({ length: count + 1 }, (_, at) => at),
  columns: Int32Array.from({ length: count }, (_, at) => at),
  values: new Float32Array(count).fill(1),
});
const rowOf = (columns: number[]): Rows => ({
  offsets: Int32Array.of(0, columns.length),
  columns: Int32Array.from(columns),
  values: new Float32Array(columns.length).fill(1),
});

/** Rows of `least` to `most` random columns, ascending, with random values. */
function randomRows(count: number, columns: number, least: number, most: number, random: Random): Rows {
  const rows = Array.from({ length: count }, () => {
    const all = random.shuffle(Array.from({ length: columns }, (_, at) => at));
    return all.slice(0, least + random.below(most - least + 1)).sort((a, b) => a - b);
  });
  const offsets = new Int32Array(count + 1);
  for (const [row, list] of rows.entries()) offsets[row + 1] = offsets[row]! + list.length;
  const values = Float32Array.from(rows.flat(), () => random.between(0.2, 1.5));
  return { offsets, columns: Int32Array.from(rows.flat()), values };
}

it('runs in WASM where it was built', async () => {
  const items = { features: identity(ITEMS), columns: ITEMS, hasBias: true };
  const random = new Random(1, 'test');
  expect(
    createWarp(await loadWarp(), { items, taken: EMPTY, dimensions: D, maxSampled: 1, rate: 1, random }).kind,
  ).toBe('wasm');
});

describe.each(['wasm', 'js'])('a pair in %s', (kind) => {
  async function made(taken: number[], hasBias = false) {
    const warp = createWarp(kind === 'js' ? createJsWarp : await loadWarp(), {
      items: { features: identity(ITEMS), columns: ITEMS, hasBias },
      taken: rowOf(taken),
      dimensions: D,
      maxSampled: 4,
      rate: RATE,
      random: new Random(4, 'test'),
    });
    warp.pieces.itemVectors.fill(0);
    warp.pieces.user.set(user);
    // Draws 3, 0, 7 first: none is the positive.
    warp.pieces.state[0] = 1;
    return warp;
  }

  it('lifts the positive and lowers one other, by the loss of the first draw', async () => {
    const { pieces, pair } = await made([2], true);
    const loss = pair(0, 2, 1);
    expect(loss).toBe(Math.fround(Math.log(ITEMS - 1)));
    const { itemVectors: vectors, itemSquares: squares, itemBiases: biases, itemBiasSquares } = pieces;
    const moved = Array.from({ length: ITEMS }, (_, item) => vectors[item * D]!);
    expect(moved[2]).toBeCloseTo(RATE * loss, 6);
    const lowered = moved.findIndex((value) => value < 0);
    expect(moved[lowered]).toBeCloseTo(-RATE * loss, 6);
    expect(moved.filter((value) => value !== 0).length).toBe(2);
    expect(vectors[2 * D + 2]).toBeCloseTo(-2 * RATE * loss, 6);
    expect(biases[2]).toBeCloseTo(RATE * loss, 6);
    expect(biases[lowered]).toBeCloseTo(-RATE * loss, 6);
    expect(squares[2 * D + 2]).toBeCloseTo(1 + 4 * loss * loss, 4);
    expect(itemBiasSquares[2]).toBeCloseTo(1 + loss * loss, 5);
    // Before the step both vectors were 0, so the gradient by the user is too.
    expect(pieces.slope.every((value) => value === 0)).toBe(true);
  });

  it('steps the second time by the rate over the root of the squares', async () => {
    const { pieces, pair } = await made([2]);
    const loss = pair(0, 2, 1);
    pieces.itemVectors.fill(0);
    pair(0, 2, 1);
    expect(pieces.itemVectors[2 * D]).toBeCloseTo((RATE * loss) / Math.sqrt(1 + loss * loss), 6);
  });

  it('gives the gradient by the user: loss x (negative - positive), as they were', async () => {
    const { pieces, pair } = await made([2]);
    for (let item = 0; item < ITEMS; item++) pieces.itemVectors[item * D + 1] = item === 2 ? 3 : 1;
    const loss = pair(0, 2, 0.5);
    expect(loss).toBeCloseTo(0.5 * Math.log(ITEMS - 1), 6);
    expect(pieces.slope[1]).toBeCloseTo(-2 * loss, 5);
  });

  it('leaves everything as it is where all that could be drawn is taken or a margin below', async () => {
    for (const taken of [[0, 1, 2, 3, 4, 5, 6, 7, 8], [2]]) {
      const { pieces, pair } = await made(taken);
      if (taken.length === 1) pieces.itemVectors[2 * D] = 5;
      const before = pieces.itemVectors.slice();
      pieces.slope.fill(7);
      expect(pair(0, 2, 1)).toBe(0);
      expect(pieces.itemVectors).toEqual(before);
      expect([...pieces.slope]).toEqual([7, 7, 7, 7]);
    }
  });

  it('weighs a pair by no more than the greatest loss', async () => {
    expect((await made([2])).pair(0, 2, 1000)).toBe(10);
  });
});

describe('a run', () => {
  function learn(make: MakeWarp, dimensions: number, hasBias: boolean, plain: boolean) {
    const random = new Random(dimensions, 'run');
    const userFeatures = plain ? identity(20) : randomRows(20, 15, 0, 3, random);
    const itemFeatures = plain ? identity(30) : randomRows(30, 25, 0, 4, random);
    const warp = createWarp(make, {
      users: { features: userFeatures, columns: plain ? 20 : 15 },
      items: { features: itemFeatures, columns: plain ? 30 : 25, hasBias },
      taken: randomRows(20, 30, 1, 12, random),
      dimensions,
      maxSampled: 5,
      rate: 0.3,
      random,
    });
    for (let epoch = 0; epoch < 5; epoch++) warp.run(0, warp.pieces.order.length);
    return warp;
  }

  it.each([
    [4, true, false],
    [8, false, false],
    [12, true, true],
    [16, true, false],
    [44, true, false],
    [64, false, true],
  ])(
    'has the same bits in WASM and in plain JS (%d dimensions, bias %s, one feature a row %s)',
    async (d, bias, plain) => {
      const [wasm, js] = [learn(await loadWarp(), d, bias, plain), learn(createJsWarp, d, bias, plain)];
      expect([wasm.kind, js.kind]).toEqual(['wasm', 'js']);
      const bits = (values: Float32Array) => new Int32Array(values.slice().buffer);
      for (const name of [
        'itemVectors',
        'itemSquares',
        'itemBiases',
        'itemBiasSquares',
        'userVectors',
        'userSquares',
      ] as const)
        expect(bits(wasm.pieces[name]), name).toEqual(bits(js.pieces[name]));
      expect(wasm.pieces.state).toEqual(js.pieces.state);
    },
  );

  it('steps the users along the gradient: what they took rises above what they did not', async () => {
    const { pieces } = learn(await loadWarp(), 16, true, true);
    expect(auc(pieces, 16)).toBeGreaterThan(0.85);
  });
});

/** Share of (user, taken, not taken) in the right order; one feature a row. */
function auc(pieces: WarpPieces, d: number): number {
  const { userVectors, itemVectors, itemBiases, takenOffsets, takenColumns } = pieces;
  let [right, all] = [0, 0];
  for (let row = 0; row + 1 < takenOffsets.length; row++) {
    const own = new Set(takenColumns.subarray(takenOffsets[row]!, takenOffsets[row + 1]!));
    const scores = Array.from(itemBiases, (bias, item) => {
      for (let at = 0; at < d; at++) bias += userVectors[row * d + at]! * itemVectors[item * d + at]!;
      return bias;
    });
    for (const [item, score] of scores.entries())
      if (own.has(item))
        for (const [other, against] of scores.entries())
          if (!own.has(other)) {
            all++;
            if (score > against) right++;
          }
  }
  return right / all;
}
