import type { MakeProducts, Products } from './products.ts';

const PAGE = 65_536;

/** What the module exports: the functions of `Products`, by addresses in place of pieces and bytes in place of numbers. */
type Exports = Pick<Products, 'multiply' | 'exponentiate'>;

/** The products of `training.wasm`, each set of pieces in a memory of its own, which goes when they are dropped. */
export function createWasmProducts(module: WebAssembly.Module): MakeProducts {
  return (lengths) => {
    const addresses: number[] = [];
    // Address 0 stays unused; pieces begin on a cache line.
    let top = 64;
    for (const length of lengths) {
      addresses.push(top);
      top = Math.ceil((top + 4 * length) / 64) * 64;
    }
    const memory = new WebAssembly.Memory({ initial: Math.ceil(top / PAGE) });
    const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    const at = (piece: number) => addresses[piece]!;
    return {
      kind: 'wasm',
      pieces: lengths.map((length, piece) => new Float32Array(memory.buffer, at(piece), length)),
      multiply: (c, rowStride, columnStride, a, b, m, n, k) =>
        exports.multiply(at(c), 4 * rowStride, 4 * columnStride, at(a), at(b), m, n, k),
      exponentiate: (scores, turned, bias, sums, rows, columns, scale) =>
        exports.exponentiate(at(scores), at(turned), at(bias), at(sums), rows, columns, scale),
    };
  };
}
