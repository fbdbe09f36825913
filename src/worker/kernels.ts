import { createJsKernels, createWasmKernels, type Kernels } from '../engine/index.ts';

/**
 * The fastest kernels that this worker may run. WebAssembly does not compile under a CSP without 'wasm-unsafe-eval',
 * nor without SIMD on older devices: their plain-JS twins then give the same answers.
 *
 * @param wasm base64 of kernels.wasm, inlined by the build: a second file would be a second request before the first shelf
 */
export async function loadKernels(
  choice: 'auto' | 'js',
  wasm: string,
  platform: Pick<typeof WebAssembly, 'compile'> | undefined = globalThis.WebAssembly,
): Promise<Kernels> {
  if (choice === 'auto' && platform) {
    try {
      const bytes = Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0));
      return createWasmKernels(await platform.compile(bytes)) ?? createJsKernels();
    } catch {
      return createJsKernels();
    }
  }
  return createJsKernels();
}
