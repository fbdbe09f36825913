import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../engine/index.ts';
import { encodeModule, loadKernels } from './kernels.ts';

const file = new URL('../engine/kernels/kernels.wasm', import.meta.url);
/** The smallest module there is: it compiles and holds no kernel. */
const EMPTY = encodeModule(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
const plain = async () => createJsKernels();
const unasked = () => Promise.reject(new Error('must not be asked'));

describe('loadKernels', () => {
  it('runs WASM where it compiles, and brings no twins', async () => {
    expect(existsSync(file), 'npm run build:kernels comes first').toBe(true);
    expect((await loadKernels('auto', encodeModule(readFileSync(file)), unasked)).kind).toBe('wasm');
  });

  it('carries on in JS where a CSP forbids WASM, where there is none, and where the module is not ours', async () => {
    const forbidden = { compile: () => Promise.reject(new WebAssembly.CompileError('unsafe-eval')) };
    expect((await loadKernels('auto', EMPTY, plain, undefined, forbidden)).kind).toBe('js');
    expect((await loadKernels('auto', EMPTY, plain, undefined, null as unknown as undefined)).kind).toBe('js');
    expect((await loadKernels('auto', EMPTY, plain)).kind).toBe('js');
    expect((await loadKernels('auto', 'no module', plain)).kind).toBe('js');
  });

  it('obeys the choice of JS', async () => {
    expect((await loadKernels('js', EMPTY, plain, undefined, { compile: unasked })).kind).toBe('js');
  });

  it('takes the twins that are there before it brings others', async () => {
    const twins = createJsKernels();
    expect(await loadKernels('js', EMPTY, unasked, twins)).toBe(twins);
    expect(await loadKernels('auto', EMPTY, unasked, twins)).toBe(twins);
  });
});

describe('encodeModule', () => {
  it('keeps every byte, in characters that a script can hold as they are', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const text = encodeModule(bytes);
    expect(text).toMatch(/^[#-\u0122]{256}$/);
    let given: BufferSource | undefined;
    const compile = async (module: BufferSource) => {
      given = module;
      return unasked();
    };
    await loadKernels('auto', text, plain, undefined, { compile } as Pick<typeof WebAssembly, 'compile'>);
    expect(given).toEqual(bytes);
  });
});
