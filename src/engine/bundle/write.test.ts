import { describe, expect, it } from 'vitest';
import { BOWLS_AND_LAMPS, packShop, sha256 } from '../testing/bundle.test-support.ts';
import { hex } from './hex.ts';

describe('packBundle', () => {
  it('gives equal bytes and an equal version for equal content', async () => {
    const [a, b] = [await packShop(BOWLS_AND_LAMPS), await packShop(structuredClone(BOWLS_AND_LAMPS))];
    expect([...a.files.keys()]).toEqual([...b.files.keys()]);
    for (const [file, bytes] of a.files) expect(b.files.get(file)).toEqual(bytes);
  });

  it('names files by their content, and the version by everything that answers depend on', async () => {
    const a = await packShop(BOWLS_AND_LAMPS);
    const price = BOWLS_AND_LAMPS.price!.map((value, i) => (i === 0 ? 1 : value));
    const b = await packShop({ ...BOWLS_AND_LAMPS, price });
    const c = await packShop({ ...BOWLS_AND_LAMPS, serving: { halfLifeDays: 31 } });
    const changed = a.manifest.sections.filter(({ file }) => !b.files.has(file)).map(({ name }) => name);
    expect(changed).toEqual(['items']);
    expect(c.manifest.sections).toEqual(a.manifest.sections);
    expect(new Set([a, b, c].map(({ manifest }) => manifest.bundleVersion)).size).toBe(3);
    expect(a.manifest.bundleVersion).toMatch(/^[0-9a-f]{16}$/);
  });

  it('writes sizes and hashes of the files themselves', async () => {
    const { manifest, files } = await packShop(BOWLS_AND_LAMPS);
    expect(files.size).toBe(manifest.sections.length + 1);
    for (const { name, file, bytes, sha256: hash } of manifest.sections) {
      expect(files.get(file)).toHaveLength(bytes);
      expect(hex(new Uint8Array(await sha256(files.get(file)!)))).toBe(hash);
      expect(file).toBe(`${name}.${hash.slice(0, 12)}.bin`);
    }
    expect(JSON.parse(new TextDecoder().decode(files.get('manifest.json')))).toEqual(manifest);
  });
});
