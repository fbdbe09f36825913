import { readFile } from 'node:fs/promises';

/** The module of what several threads do over one memory: assembly/, built by scripts/build-kernels.ts. */
export async function loadThreads(): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(await readFile(new URL('./threads.wasm', import.meta.url)));
}
