import type { Kernels } from '../engine/index.ts';
import { linkKernels } from '../engine/kernels/link.ts';

/** Code unit of the byte 0 in `encodeModule`: the bytes then begin after the control characters, the space and both quotes' first. */
const FIRST = 35;

/** A module as text, a character a byte: after compression a fifth smaller than base64. Undone by `decodeModule`. */
export const encodeModule = (wasm: Uint8Array): string =>
  Array.from(wasm, (byte) => String.fromCharCode(byte + FIRST)).join('');

export const decodeModule = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0) - FIRST);

/**
 * The fastest kernels that this worker may run. WebAssembly does not compile under a CSP without 'wasm-unsafe-eval',
 * nor without SIMD on older devices: their plain-JS twins then give the same answers.
 *
 * @param wasm kernels.wasm, encoded and inlined by the build: a second file would be a second request before the first shelf
 * @param plain brings the twins
 * @param twins stand in where the memory of WASM cannot grow; absent: a RangeError then
 */
export async function loadKernels(
  choice: 'auto' | 'js',
  wasm: string,
  plain: () => Promise<Kernels>,
  twins?: Kernels,
  platform: Pick<typeof WebAssembly, 'compile'> | undefined = globalThis.WebAssembly,
): Promise<Kernels> {
  if (choice === 'js' || !platform) return twins ?? plain();
  const compiled = await platform.compile(decodeModule(wasm)).catch(() => undefined);
  return (compiled && linkKernels(compiled, twins)) ?? twins ?? plain();
}
