import { expect, it } from 'vitest';
import { loadKernels } from './kernels.ts';

it('takes the WASM kernels where they were built', async () => {
  expect((await loadKernels()).kind).toBe('wasm');
});
