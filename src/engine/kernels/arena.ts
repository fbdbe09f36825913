/** Hands out pieces of a WASM memory, zeroed and 64-byte aligned, and never takes one back. */
export interface Arena {
  /**
   * The address of `bytes` fresh bytes. May grow the memory, which detaches every view made before.
   * @throws RangeError where the memory cannot grow so far; the arena is then as it was
   */
  allocate(bytes: number): number;
  /** The memory as it is now; another object after each growth, so a holder of views compares it. */
  buffer(): ArrayBuffer;
}

const PAGE = 65536;

export function createArena(memory: WebAssembly.Memory): Arena {
  // The module has no static data, but address 0 stays unused so that no piece looks like a null pointer.
  let top = 64;
  return {
    allocate(bytes) {
      const at = top;
      const end = Math.ceil((at + bytes) / 64) * 64;
      const missing = end - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      top = end;
      return at;
    },
    buffer: () => memory.buffer,
  };
}
