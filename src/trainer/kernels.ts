import { readFile } from 'node:fs/promises';
import { createJsKernels } from '../engine/kernels/js.ts';
import type { Kernels } from '../engine/kernels/kernels.ts';
import { createWasmKernels } from '../engine/kernels/wasm.ts';

const moduleOf = async (file: string) =>
  new WebAssembly.Module(await readFile(new URL(`../engine/kernels/${file}`, import.meta.url)));

/** The fastest kernels that work here: WASM SIMD from the file beside the engine, plain JS where it is absent or fails. */
export async function loadKernels(): Promise<Kernels> {
  try {
    const [kernels, trees] = await Promise.all(['kernels.wasm', 'trees/trees.wasm'].map(moduleOf));
    return createWasmKernels(kernels!, trees) ?? createJsKernels();
  } catch {
    return createJsKernels();
  }
}

/** The module that scores forests; undefined where it is absent or does not compile: `createTreeScorer` does without. */
export async function loadTreeModule(): Promise<WebAssembly.Module | undefined> {
  try {
    return new WebAssembly.Module(await readFile(new URL('../engine/kernels/trees/trees.wasm', import.meta.url)));
  } catch {
    return undefined;
  }
}
