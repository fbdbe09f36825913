import { expect, it } from 'vitest';
import { loadKernels, loadTreeModule } from './kernels.ts';

it('takes the WASM kernels where they were built', async () => {
  expect((await loadKernels()).kind).toBe('wasm');
});

it('takes the module of forests where it was built', async () => {
  expect(WebAssembly.Module.exports((await loadTreeModule())!).length).toBeGreaterThan(0);
});
