import { describe, expect, it } from 'vitest';
import { fail } from '../../errors/fail.ts';
import { createJsKernels } from '../kernels/js.ts';
import { createEngine } from '../recommender.ts';
import { BOWLS_AND_LAMPS, packShop, readFrom, sha256 } from '../testing/bundle.test-support.ts';
import { loadLater, openBundle, readSectionOf } from './open.ts';

const packed = await packShop(BOWLS_AND_LAMPS);
const first = packed.manifest.sections.filter(({ load }) => load === 'first');

/** Opens the bundle with some files exchanged. */
function openWith(changes: Record<string, Uint8Array | undefined>) {
  const files = new Map(packed.files);
  for (const [file, bytes] of Object.entries(changes)) bytes ? files.set(file, bytes) : files.delete(file);
  return openBundle(readFrom(files), sha256);
}

/** The manifest with one change, as bytes. */
function manifestWith(change: (manifest: typeof packed.manifest) => void): Record<string, Uint8Array> {
  const manifest = structuredClone(packed.manifest);
  change(manifest);
  return { 'manifest.json': new TextEncoder().encode(JSON.stringify(manifest)) };
}

const code = (name: string) => expect.objectContaining({ code: name });

describe('openBundle', () => {
  it('opens what packBundle made, first sections alone', async () => {
    const read: string[] = [];
    const bundle = await openBundle((file) => {
      read.push(file);
      return readFrom(packed.files)(file);
    }, sha256);
    expect(read).toEqual(['manifest.json', ...first.map(({ file }) => file)]);
    expect(bundle.catalogue.ids).toEqual(BOWLS_AND_LAMPS.ids);
    expect(bundle.section('factors')!.params.dimensions).toBe(16);
    expect(bundle.section('display')).toBeUndefined();
  });

  it.each(first.map(({ name }) => name))('refuses section %s cut short at every length', async (name) => {
    const { file, bytes } = first.find((section) => section.name === name)!;
    for (let length = 0; length < bytes; length++)
      await expect(openWith({ [file]: packed.files.get(file)!.slice(0, length) })).rejects.toEqual(
        code('BUNDLE_LENGTH'),
      );
  });

  it.each(first.map(({ name }) => name))('refuses section %s with any byte changed', async (name) => {
    const { file, bytes } = first.find((section) => section.name === name)!;
    for (let at = 0; at < bytes; at++) {
      const changed = packed.files.get(file)!.slice();
      changed[at]! ^= 1 << (at % 8);
      await expect(openWith({ [file]: changed })).rejects.toMatchObject({
        code: expect.stringMatching(at < 16 ? /^BUNDLE_(MAGIC|TOO_NEW|LENGTH|LAYOUT|HASH)$/ : /^BUNDLE_HASH$/),
      });
    }
  });

  it('refuses swapped sections, web pages and missing files', async () => {
    const [items, popularity] = first.map(({ file }) => file) as [string, string];
    const swapped = { [items]: packed.files.get(popularity), [popularity]: packed.files.get(items) };
    await expect(openWith(swapped)).rejects.toEqual(code('BUNDLE_LENGTH'));
    const page = new TextEncoder().encode('<!doctype html><p>Welcome');
    await expect(openWith({ [items]: page })).rejects.toEqual(code('BUNDLE_MAGIC'));
    await expect(openWith({ 'manifest.json': page })).rejects.toEqual(code('BUNDLE_MANIFEST'));
    await expect(openWith({ [items]: undefined })).rejects.toEqual(code('BUNDLE_MISSING'));
    await expect(openWith({ 'manifest.json': undefined })).rejects.toEqual(code('BUNDLE_MISSING'));
  });

  it('refuses sections whose files the manifest swaps, even with their hashes', async () => {
    const changes = manifestWith(({ sections }) => {
      const popularity = sections.find(({ name }) => name === 'popularity')!;
      const factors = sections.find(({ name }) => name === 'factors')!;
      [popularity.name, factors.name] = [factors.name, popularity.name];
    });
    await expect(openWith(changes)).rejects.toEqual(code('BUNDLE_LAYOUT'));
  });

  it('refuses counts that the catalogue does not have', async () => {
    await expect(openWith(manifestWith(({ counts }) => void counts.items++))).rejects.toEqual(code('BUNDLE_LAYOUT'));
  });

  it('refuses a manifest whose arrays lie outside their section', async () => {
    for (const array of [{ offset: 1 << 20 }, { length: 1e9 }, { type: 'constructor' as never }])
      await expect(
        openWith(manifestWith(({ sections }) => void Object.assign(sections[0]!.arrays[0]!, array))),
      ).rejects.toEqual(code('BUNDLE_LAYOUT'));
  });

  it('passes on why a file could not be read', async () => {
    const offline = openBundle(() => Promise.reject(fail('NETWORK', 'manifest.json')), sha256);
    await expect(offline).rejects.toEqual(code('NETWORK'));
    const gone = openBundle(
      (file) => (file === 'manifest.json' ? readFrom(packed.files)(file) : Promise.reject(new Error('EACCES'))),
      sha256,
    );
    await expect(gone).rejects.toMatchObject({ code: 'BUNDLE_MISSING', message: expect.stringContaining('EACCES') });
  });
});

describe('an opened bundle whose tables do not fit its catalogue', () => {
  it.each([
    ['factors', 'dimensions', 32],
    ['factors', 'encoder', 'tower'],
    ['factors', 'alpha', 'x'],
    ['popularity', 'main', 'today'],
    ['transitions', 'decay', 'x'],
  ] as const)('makes no engine: %s, %s = %s', async (name, param, value) => {
    const bundle = await openWith(
      manifestWith(
        ({ sections }) =>
          void Object.assign(sections.find((section) => section.name === name)!.params, { [param]: value }),
      ),
    );
    expect(() => createEngine(bundle, createJsKernels())).toThrow(code('BUNDLE_LAYOUT'));
  });
});

describe('loadLater', () => {
  it('brings the rest, verified, and may be called again after a failure', async () => {
    const bundle = await openWith({});
    const display = packed.manifest.sections.find(({ load }) => load === 'later')!;
    const files = new Map(packed.files).set(display.file, packed.files.get(display.file)!.slice(1));
    await expect(loadLater(bundle, readFrom(files), sha256)).rejects.toEqual(code('BUNDLE_MAGIC'));
    expect(bundle.section('display')).toBeUndefined();
    await loadLater(bundle, readFrom(packed.files), sha256);
    expect(bundle.section('display')!.arrays.titleBytes).toBeInstanceOf(Uint8Array);
    await loadLater(bundle, () => Promise.reject(new Error('asked twice')), sha256);
  });
});

describe('a section apart', () => {
  const display = packed.manifest.sections.find(({ name }) => name === 'display')!;

  it('is left out of what is loaded later, and read alone, verified, when it is asked for', async () => {
    const bundle = await openWith({});
    const read = readFrom(packed.files);
    await loadLater(bundle, read, sha256, ['display']);
    expect(bundle.section('display')).toBeUndefined();
    expect((await readSectionOf(bundle, 'display', read, sha256))?.name).toBe('display');
    expect(bundle.section('display')).toBeUndefined();
    expect(await readSectionOf(bundle, 'hnsw', read, sha256)).toBeUndefined();
    const cut = new Map(packed.files).set(display.file, packed.files.get(display.file)!.slice(0, -1));
    await expect(readSectionOf(bundle, 'display', readFrom(cut), sha256)).rejects.toEqual(code('BUNDLE_LENGTH'));
  });
});
