import { createJsKernels } from './js.ts';
import type { Kernels } from './kernels.ts';
import { linkKernels } from './link.ts';

/**
 * The kernels of `kernels.wasm`, or undefined where the host cannot run them or runs them wrongly: use the plain-JS
 * twin then. Their memory only grows and is freed as a whole, so make new kernels for a new bundle. Where it cannot grow
 * for something, that one is the plain-JS twin.
 * @param trees the module of the tree kernel, for bundles with a ranker
 */
export function createWasmKernels(module: WebAssembly.Module, trees?: WebAssembly.Module): Kernels | undefined {
  const kernels = linkKernels(module, createJsKernels());
  return kernels && { ...kernels, trees };
}
