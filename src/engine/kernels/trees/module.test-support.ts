import { existsSync, readFileSync } from 'node:fs';

const file = new URL('./trees.wasm', import.meta.url);
if (!existsSync(file)) throw new Error('trees.wasm is missing: run npm run build:kernels');
const bytes = Uint8Array.from(readFileSync(file));

export const module = new WebAssembly.Module(bytes);

/** A module that is sound and has nothing. */
export const empty = new WebAssembly.Module(bytes.slice(0, 8));

/** The module with one SIMD instruction in place of another, by their numbers (below 128). */
export function withInstruction(other: number, inPlaceOf: number): WebAssembly.Module {
  const changed = bytes.map((byte, at) => (byte === inPlaceOf && bytes[at - 1] === 0xfd ? other : byte));
  return new WebAssembly.Module(changed);
}

/** The module with a memory of one page that cannot grow. */
export function withOnePage(): WebAssembly.Module {
  const parts: number[] = [...bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const [id, from] = [bytes[at]!, at];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      size += (bytes[++at]! & 127) << shift;
      if (bytes[at]! < 128) break;
    }
    at += 1 + size;
    // Section 5: one memory, of one page at least, and now at most.
    parts.push(...(id === 5 ? [5, 4, 1, 1, 1, 1] : bytes.subarray(from, at)));
  }
  return new WebAssembly.Module(Uint8Array.from(parts));
}
