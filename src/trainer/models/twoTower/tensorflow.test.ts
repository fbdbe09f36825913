import { expect, it, vi } from 'vitest';

it('names the package that is missing', async () => {
  vi.doMock('@tensorflow/tfjs-backend-wasm', () => {
    throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  });
  const { loadTensorflow } = await import('./tensorflow.ts');
  await expect(loadTensorflow()).rejects.toMatchObject({
    code: 'MISSING_PACKAGE',
    message: expect.stringContaining('@tensorflow/tfjs-backend-wasm'),
  });
});
