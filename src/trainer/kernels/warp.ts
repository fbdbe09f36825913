import { readFile } from 'node:fs/promises';
import type { Random } from '../random.ts';
import type { Rows } from '../tables/rows.ts';
import { createJsWarp } from './jsWarp.ts';
import type { MakeWarp, Warp } from './warpPieces.ts';
import { createWasmWarp } from './wasmWarp.ts';

export interface WarpSides {
  /** Features by row and how many there are; users absent: the host makes their vectors. */
  users?: { features: Rows; columns: number };
  items: { features: Rows; columns: number; hasBias: boolean };
  taken: Rows;
  dimensions: number;
  maxSampled: number;
  rate: number;
  random: Random;
}

/** WASM where it was built and runs, plain JS with the same bits (some ten times slower) elsewhere. */
export async function loadWarp(): Promise<MakeWarp> {
  try {
    return createWasmWarp(new WebAssembly.Module(await readFile(new URL('training.wasm', import.meta.url))));
  } catch {
    return createJsWarp;
  }
}

/** A fit before its first pair: vectors uniform in +-0.5 / dimensions, as LightFM begins, biases 0, squares 1 for a full first step. */
export function createWarp(make: MakeWarp, sides: WarpSides): Warp {
  const { users, items, taken, dimensions, maxSampled, rate, random } = sides;
  const itemCount = items.features.offsets.length - 1;
  const biases = items.hasBias ? items.columns : 0;
  const places = users ? taken.columns.length : 0;
  const warp = make({
    dimensions,
    items: itemCount,
    maxSampled,
    rate,
    lengths: {
      itemOffsets: itemCount + 1,
      itemColumns: items.features.columns.length,
      itemValues: items.features.columns.length,
      itemVectors: items.columns * dimensions,
      itemSquares: items.columns * dimensions,
      itemBiases: biases,
      itemBiasSquares: biases,
      userOffsets: users?.features.offsets.length ?? 0,
      userColumns: users?.features.columns.length ?? 0,
      userValues: users?.features.columns.length ?? 0,
      userVectors: (users?.columns ?? 0) * dimensions,
      userSquares: (users?.columns ?? 0) * dimensions,
      takenOffsets: taken.offsets.length,
      takenColumns: taken.columns.length,
      takenValues: taken.columns.length,
      order: places,
      userOf: places,
      losses: maxSampled,
      user: dimensions,
      positive: dimensions,
      negative: dimensions,
      slope: dimensions,
      state: 1,
    },
  });
  const { pieces } = warp;
  pieces.itemOffsets.set(items.features.offsets);
  pieces.itemColumns.set(items.features.columns);
  pieces.itemValues.set(items.features.values);
  pieces.takenOffsets.set(taken.offsets);
  pieces.takenColumns.set(taken.columns);
  pieces.takenValues.set(taken.values);
  if (users) {
    pieces.userOffsets.set(users.features.offsets);
    pieces.userColumns.set(users.features.columns);
    pieces.userValues.set(users.features.values);
    for (let user = 0; user < taken.offsets.length - 1; user++)
      pieces.userOf.fill(user, taken.offsets[user]!, taken.offsets[user + 1]!);
    for (let place = 0; place < places; place++) pieces.order[place] = place;
  }
  for (const vectors of [pieces.itemVectors, pieces.userVectors])
    for (let at = 0; at < vectors.length; at++) vectors[at] = (random.next() - 0.5) / dimensions;
  for (const squares of [pieces.itemSquares, pieces.itemBiasSquares, pieces.userSquares]) squares.fill(1);
  for (let drawn = 1; drawn <= maxSampled; drawn++)
    pieces.losses[drawn - 1] = Math.log(Math.max(1, Math.floor((itemCount - 1) / drawn)));
  pieces.state[0] = random.below(2 ** 32) | 0;
  return warp;
}
