const PAGE = 65_536;
/** Pieces begin on a cache line of their own, which no two threads then write to. */
const LINE = 64;

/** One memory that several threads and WASM share, laid out once: pieces by their length in 4-byte numbers. */
export interface SharedLayout<Name extends string> {
  memory: WebAssembly.Memory;
  /** Address of each piece. */
  at: Record<Name, number>;
  floats(name: Name): Float32Array;
  ints(name: Name): Int32Array;
}

/** @throws RangeError where the pieces are more than the 4 GB that WASM can address */
export function layOut<Name extends string>(lengths: Record<Name, number>): SharedLayout<Name> {
  const at = {} as Record<Name, number>;
  let top = LINE;
  for (const name of Object.keys(lengths) as Name[]) {
    at[name] = top;
    top = Math.ceil((top + 4 * lengths[name]) / LINE) * LINE;
  }
  const pages = Math.ceil(top / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  return {
    memory,
    at,
    floats: (name) => new Float32Array(memory.buffer, at[name], lengths[name]),
    ints: (name) => new Int32Array(memory.buffer, at[name], lengths[name]),
  };
}
