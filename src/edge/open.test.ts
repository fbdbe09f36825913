import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUNDLES, trainFixture } from '../../e2e/parity/cases.ts';
import { fail } from '../errors/failAny.ts';
import { openEngine } from './open.ts';

let files: Map<string, Uint8Array>;

beforeAll(async () => {
  files = await trainFixture(BUNDLES.find(({ name }) => name === 'steps')!);
}, 60_000);

async function read(file: string): Promise<Uint8Array> {
  const bytes = files.get(file);
  if (!bytes) throw fail('BUNDLE_MISSING', file);
  return bytes.slice();
}

describe('openEngine', () => {
  it('opens with WASM kernels, and with the JS twin where there are none or they do not start', async () => {
    const bytes = await readFile(new URL('../engine/kernels/kernels.wasm', import.meta.url));
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    expect((await openEngine(read, { kernels: new WebAssembly.Module(bytes) })).kernels.kind).toBe('wasm');
    expect((await openEngine(read)).kernels.kind).toBe('js');
    expect((await openEngine(read, { kernels: empty })).kernels.kind).toBe('js');
  });

  it('reads the texts too, so that reasons name items by title', async () => {
    const engine = await openEngine(read);
    const shelf = engine.recommend([{ itemId: '4', event: 'purchase', timestamp: 1 }], { k: 10 });
    expect(shelf.items.map((item) => item.reason).join()).toContain('Item 4');
    expect(engine.display(['4'])[0]!.title).toBe('Item 4');
  });

  it('refuses a bundle that lacks its texts', async () => {
    const reader = (file: string) =>
      file.startsWith('display.') ? Promise.reject(fail('BUNDLE_MISSING', file)) : read(file);
    await expect(openEngine(reader)).rejects.toMatchObject({ code: 'BUNDLE_MISSING' });
  });
});
