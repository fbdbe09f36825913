import { readFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

/** WebAssembly modules as bytes. */
export interface Modules {
  kernels: Uint8Array<ArrayBuffer>;
  trees: Uint8Array<ArrayBuffer>;
  floor: Uint8Array<ArrayBuffer>;
}

/** Reads `bytes` (a multiple of 128) from `from` with SIMD loads, eight a turn, and answers something that depends on all of them. */
const FLOOR = `
export function touch(from: usize, bytes: usize): i32 {
  let a = i8x16.splat(0), b = a, c = a, d = a;
  for (let at = from, end = from + bytes; at < end; at += 128) {
    a = v128.or(a, v128.or(v128.load(at), v128.load(at, 16)));
    b = v128.or(b, v128.or(v128.load(at, 32), v128.load(at, 48)));
    c = v128.or(c, v128.or(v128.load(at, 64), v128.load(at, 80)));
    d = v128.or(d, v128.or(v128.load(at, 96), v128.load(at, 112)));
  }
  return i32x4.extract_lane(v128.or(v128.or(a, b), v128.or(c, d)), 0);
}
`;

/** The shipped kernels as built, and the bandwidth floor compiled here: no shopper needs it. */
export async function readModules(): Promise<Modules> {
  const [kernels, trees] = await Promise.all(
    ['kernels.wasm', 'trees/trees.wasm'].map((file) =>
      readFile(new URL(`../../src/engine/kernels/${file}`, import.meta.url)),
    ),
  );
  const { binary, error, stderr } = await asc.compileString(FLOOR, {
    enable: ['simd'],
    optimizeLevel: 3,
    noAssert: true,
    runtime: 'stub',
  });
  if (error || !binary) throw new Error(`the bandwidth floor does not compile: ${stderr.toString()}`);
  return { kernels: Uint8Array.from(kernels!), trees: Uint8Array.from(trees!), floor: Uint8Array.from(binary) };
}
