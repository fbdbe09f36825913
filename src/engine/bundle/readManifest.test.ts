import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOWLS_AND_LAMPS, packShop } from '../testing/bundle.test-support.ts';
import { readManifest } from './readManifest.ts';

type Json = Record<string, unknown>;
const { manifest, files } = await packShop(BOWLS_AND_LAMPS);
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** The manifest with the value at `path` (dots) replaced; undefined: taken out. */
function withValue(path: string, value: unknown): Uint8Array {
  const copy = JSON.parse(JSON.stringify(manifest)) as Json;
  const keys = path.split('.');
  const last = keys.pop()!;
  let at = copy;
  for (const key of keys) at = at[key] as Json;
  at[last] = value;
  return bytesOf(copy);
}

const refuses = (bytes: Uint8Array, code: string) =>
  expect(() => readManifest(bytes)).toThrow(expect.objectContaining({ code }));

describe('readManifest', () => {
  it('reads what packBundle writes', () => {
    expect(readManifest(files.get('manifest.json')!)).toEqual(JSON.parse(JSON.stringify(manifest)));
  });

  it('ignores fields that it does not know', () => {
    expect(readManifest(withValue('later', { x: 1 })).bundleVersion).toBe(manifest.bundleVersion);
  });

  it('refuses a newer format before anything else of it', () => {
    refuses(withValue('format', 2), 'BUNDLE_TOO_NEW');
    refuses(bytesOf({ magic: 'vitrine', format: 7 }), 'BUNDLE_TOO_NEW');
  });

  it.each([
    ['a web page', new TextEncoder().encode('<!doctype html><title>Shop</title>')],
    ['nothing', new Uint8Array(0)],
    ['another program’s JSON', bytesOf({ name: 'shop', version: 1 })],
    ['null', bytesOf(null)],
    ['a list', bytesOf([])],
    ['text that is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('refuses %s', (_, bytes) => refuses(bytes, 'BUNDLE_MANIFEST'));

  it('refuses itself cut short at any length', () => {
    const whole = files.get('manifest.json')!;
    // The last byte is a newline after the closing brace.
    for (let length = 0; length < whole.length - 1; length += 7) refuses(whole.subarray(0, length), 'BUNDLE_MANIFEST');
  });

  it.each<[path: string, value: unknown]>([
    ['format', 0],
    ['format', 1.5],
    ['format', '1'],
    ['format', null],
    ['magic', 'Vitrine'],
    ['bundleVersion', 1],
    ['window', undefined],
    ['window.from', 5],
    ['counts', null],
    ['counts.items', -1],
    ['counts.items', '12'],
    ['card', 'als'],
    ['serving', undefined],
    ['serving.eventWeights', { view_item: '1' }],
    ['serving.eventWeights', null],
    ['serving.blend', { factors: null }],
    ['serving.blends', 5],
    ['serving.blends', { cart: null }],
    ['serving.blends', { cart: { factors: '1' } }],
    ['serving.placements', 5],
    ['serving.placements', { home: null }],
    ['serving.placements', { home: { factors: 5 } }],
    ['serving.placements', { home: { factors: { quota: -1 } } }],
    ['serving.placements', { home: { factors: { quota: 1001 } } }],
    ['serving.placements', { home: { factors: { weight: '1' } } }],
    ['serving.halfLifeDays', -1],
    ['serving.halfLifeDays', null],
    ['serving.halfLifeDays', '30'],
    ['serving.sessionGapMinutes', []],
    ['serving.justBoughtHours', undefined],
    ['serving.bounceSeconds', '3'],
    ['serving.dwellSeconds', -60],
    ['serving.negativeWeights', 1],
    ['serving.negativeWeights', { dismissed: -1 }],
    ['serving.repeats', 'maybe'],
    ['sections', []],
    ['sections', {}],
    ['sections.0', null],
    ['sections.0.name', 'things'],
    ['sections.0.load', 'later'],
    ['sections.0.load', undefined],
    ['sections.1.name', 'items'],
    ['sections.0.file', '../../secret.bin'],
    ['sections.0.file', 'https://elsewhere.example/items.00.bin'],
    ['sections.0.file', undefined],
    ['sections.0.sha256', 'ABC'],
    ['sections.0.bytes', -5],
    ['sections.0.bytes', 1.5],
    ['sections.0.params', 'x'],
    ['sections.0.arrays', {}],
    ['sections.0.arrays.0', null],
    ['sections.0.arrays.0.name', 1],
    ['sections.0.arrays.0.offset', -16],
    ['sections.0.arrays.0.length', 'many'],
  ])('refuses %s: %j', (path, value) => refuses(withValue(path, value), 'BUNDLE_MANIFEST'));

  it('refuses numbers that JSON turns into infinity', () => {
    const text = new TextDecoder().decode(files.get('manifest.json')!);
    for (const field of ['"halfLifeDays": 30', '"factors": 0.6', '"view_item": 1']) {
      expect(text).toContain(field);
      refuses(new TextEncoder().encode(text.replace(field, `${field.split(':')[0]}: 1e999`)), 'BUNDLE_MANIFEST');
    }
  });

  it('answers any JSON with a coded error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('sections', 'serving', 'window', 'counts'), (value, field) => {
        try {
          readManifest(withValue(field, value));
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'BUNDLE_MANIFEST' });
          return;
        }
        throw new Error(`accepted ${field}: ${JSON.stringify(value)}`);
      }),
    );
  });
});
