import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadKernels } from './kernels.ts';

const file = new URL('../engine/kernels/kernels.wasm', import.meta.url);
/** The smallest module there is: it compiles and holds no kernel. */
const EMPTY = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]).toString('base64');

describe('loadKernels', () => {
  it('runs WASM where it compiles', async () => {
    expect(existsSync(file), 'npm run build:kernels comes first').toBe(true);
    expect((await loadKernels('auto', readFileSync(file, 'base64'))).kind).toBe('wasm');
  });

  it('carries on in JS where a CSP forbids WASM, where there is none, and where the module is not ours', async () => {
    const forbidden = { compile: () => Promise.reject(new WebAssembly.CompileError('unsafe-eval')) };
    expect((await loadKernels('auto', EMPTY, forbidden)).kind).toBe('js');
    expect((await loadKernels('auto', EMPTY, null as unknown as undefined)).kind).toBe('js');
    expect((await loadKernels('auto', EMPTY)).kind).toBe('js');
    expect((await loadKernels('auto', 'not base64!')).kind).toBe('js');
  });

  it('obeys the choice of JS', async () => {
    const platform = { compile: () => Promise.reject(new Error('must not be asked')) };
    expect((await loadKernels('js', EMPTY, platform)).kind).toBe('js');
  });
});
