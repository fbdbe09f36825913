import { type MakeWarp, WARP_PIECES, type WarpPieces } from './warpPieces.ts';

const PAGE = 65_536;
/** Address of the table of addresses and numbers that assembly/warp.ts knows as `Fit`. */
const TABLE = 64;

interface Exports {
  warpPair(fit: number, row: number, positive: number, weight: number): number;
  warpRun(fit: number, from: number, to: number): void;
}

/** The steps of `training.wasm`, each fit in a memory of its own, which goes when its pieces are dropped. */
export function createWasmWarp(module: WebAssembly.Module): MakeWarp {
  return ({ lengths, dimensions, items, maxSampled, rate }) => {
    const names = Object.keys(WARP_PIECES) as (keyof WarpPieces)[];
    const addresses: number[] = [];
    const numbers = [dimensions, items, maxSampled, lengths.itemBiases > 0 ? 1 : 0];
    let top = lineAfter(TABLE + 4 * (names.length + numbers.length + 1));
    for (const name of names) {
      addresses.push(top);
      top = lineAfter(top + 4 * lengths[name]);
    }
    const memory = new WebAssembly.Memory({ initial: Math.ceil(top / PAGE) });
    const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    const table = [...addresses, ...numbers];
    new Uint32Array(memory.buffer, TABLE, table.length).set(table);
    new Float32Array(memory.buffer, TABLE + 4 * table.length, 1)[0] = rate;
    const pieces = Object.fromEntries(
      names.map((name, at) => [name, new WARP_PIECES[name](memory.buffer, addresses[at]!, lengths[name])]),
    ) as unknown as WarpPieces;
    return {
      kind: 'wasm',
      pieces,
      pair: (row, positive, weight) => exports.warpPair(TABLE, row, positive, weight),
      run: (from, to) => exports.warpRun(TABLE, from, to),
    };
  };
}

/** The next cache line: a vector of 16 numbers then lies in one. */
function lineAfter(address: number): number {
  return Math.ceil(address / 64) * 64;
}
