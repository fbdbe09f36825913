import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeCatalogue } from '../engine/bundle/catalogue.ts';
import type { Manifest } from '../engine/bundle/manifest.ts';
import { packBundle } from '../engine/bundle/write.ts';
import { sha256 } from '../trainer/digest.ts';
import type { Inspection } from './inspect.ts';
import { run } from './program.ts';
import { createRecorder } from './recorder.ts';

let dir: string;
let manifest: Manifest;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-inspect-'));
  const head = {
    window: { from: '2025-01-01T00:00:00.000Z', to: '2025-02-01T00:00:00.000Z' },
    counts: { items: 3, shoppers: 12_345, interactions: 67_890 },
    currency: 'EUR',
    serving: {
      eventWeights: { purchase: 1 },
      halfLifeDays: 30,
      sessionGapMinutes: 30,
      repeats: 'allow' as const,
      justBoughtHours: 24,
      blend: { factors: 0.75 },
    },
    card: { model: 'a test', metrics: { 'ndcg@10': 0.23456 }, params: {} },
  };
  const items = encodeCatalogue({
    ids: ['a', 'b', 'c'],
    price: Float32Array.of(1, 2, 3),
    category: ['Home', 'Home', ''],
    brand: ['', '', ''],
    inStock: Uint8Array.of(1, 1, 0),
    created: Uint16Array.of(1, 2, 3),
  });
  const later = {
    name: 'display' as const,
    load: 'later' as const,
    params: {},
    arrays: { title: Uint8Array.of(1, 2) },
  };
  const packed = await packBundle(head, [{ name: 'items', load: 'first', params: {}, arrays: items }, later], sha256);
  manifest = packed.manifest;
  for (const [file, bytes] of packed.files) await writeFile(join(dir, file), bytes);
});

afterEach(() => rm(dir, { recursive: true }));

async function inspect(...argv: string[]) {
  const streams = createRecorder();
  await run(['inspect', ...argv], streams);
  return streams;
}

const fileOf = (name: string) => join(dir, manifest.sections.find((section) => section.name === name)!.file);

describe('vitrine inspect', () => {
  it('describes a bundle as JSON', async () => {
    const streams = await inspect('--bundle', dir, '--json');
    const inspection = JSON.parse(streams.out) as Inspection;
    expect(streams.code).toBe(0);
    expect(inspection).toMatchObject({
      format: 1,
      bundleVersion: manifest.bundleVersion,
      counts: { items: 3 },
      serving: { repeats: 'allow' },
      card: { metrics: { 'ndcg@10': 0.23456 } },
    });
    expect(inspection.sections.map((section) => section.name)).toEqual(['items', 'display']);
    expect(inspection.sections[0]!.arrays.map((array) => array.name)).toContain('inStock');
    const manifestBytes = (await readFile(join(dir, 'manifest.json'))).length;
    expect(inspection.bytes).toBe(manifestBytes + inspection.sections.reduce((sum, section) => sum + section.bytes, 0));
    expect(inspection.brotliBytes).toBeLessThan(inspection.bytes);
  });

  it('describes a bundle for people', async () => {
    const { out, code } = await inspect('--bundle', join(dir, 'manifest.json'));
    expect(code).toBe(0);
    expect(out).toContain('12,345 shoppers');
    expect(out).toContain('ndcg@10 0.2346');
    expect(out).toContain('currency  EUR');
    expect(out).toMatch(/^items\s+first/m);
  });

  it('refuses a folder without a bundle', async () => {
    const streams = await inspect('--bundle', join(dir, 'nothing'));
    expect(streams.code).toBe(66);
    expect(streams.err).toContain('BUNDLE_MISSING');
  });

  it('refuses a bundle that lacks a section', async () => {
    await rm(fileOf('items'));
    expect((await inspect('--bundle', dir)).err).toContain('BUNDLE_MISSING');
  });

  it('refuses a truncated section, also one that the first shelf does not need', async () => {
    for (const name of ['items', 'display']) {
      const bytes = await readFile(fileOf(name));
      await writeFile(fileOf(name), bytes.subarray(0, bytes.length - 1));
      const streams = await inspect('--bundle', dir, '--json');
      expect(JSON.parse(streams.out)).toMatchObject({ error: { code: 'BUNDLE_LENGTH' } });
      expect(streams.code).toBe(65);
      await writeFile(fileOf(name), bytes);
    }
  });

  it('refuses a tampered section', async () => {
    const bytes = await readFile(fileOf('display'));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(fileOf('display'), bytes);
    expect((await inspect('--bundle', dir)).err).toContain('BUNDLE_HASH');
  });

  it('refuses a bundle from the future, and a web page in its place', async () => {
    await writeFile(join(dir, 'manifest.json'), JSON.stringify({ ...manifest, format: 99 }));
    expect((await inspect('--bundle', dir)).err).toContain('BUNDLE_TOO_NEW');
    await writeFile(join(dir, 'manifest.json'), '<!doctype html><title>Not found</title>');
    expect((await inspect('--bundle', dir)).err).toContain('BUNDLE_MANIFEST');
  });
});
