import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hex } from '../engine/bundle/hex.ts';
import type { SectionEntry } from '../engine/bundle/manifest.ts';
import { sha256 } from '../engine/testing/bundle.test-support.ts';
import { ERRORS } from '../errors/codes.ts';
import { parseConfig } from './config.ts';
import { type LogRow, makeLog } from './tables/makeLog.ts';
import { makeShop } from './tables/makeShop.ts';
import { trainBundle } from './train.ts';
import { UNLEARNED } from './trainEngine.ts';

const doc = readFileSync(new URL('../../docs/bundle-format.md', import.meta.url), 'utf8');
// Everybody takes something from the department at the same moment: with baskets, every table has something to say.
const shop = makeShop().flatMap(([shopper, item, time]): LogRow[] => [
  [shopper, item, time],
  [shopper, `i${item[1]}${time % 7}`, time],
]);
const log = makeLog(shop);
const text = { title: 't', link: 'l', image: 'i', description: 'd' };
const { packed } = await trainBundle({
  log,
  catalogue: log.items.map((itemId) => ({
    itemId,
    ...text,
    category: `department ${itemId[1]}`,
    brand: `b${itemId[2]}`,
  })),
  config: parseConfig({ als: { dimensions: 16 }, segments: { floor: 5 }, sessions: { floor: 2 } }),
  learned: { ...UNLEARNED, blend: { factors: 1 } },
});
const { manifest } = packed;

const codes = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

/** Cells of the rows of the table that begins with column `first` in the text under a heading that names `part`. */
function table(part: string, first: string): string[][] {
  const parts = doc.split(/^#{2,3} /m);
  const text = parts.find((candidate) => candidate.slice(0, candidate.indexOf('\n')).includes(part))!;
  const from = text.indexOf(`| ${first} |`);
  if (from < 0) return [];
  const rows = text.slice(from).split('\n\n', 1)[0]!.trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Array names and types as the page has them. */
function documented(name: string): Record<string, string> {
  const types: Record<string, string> = {};
  for (const [names, kinds] of table(`\`${name}\``, 'array')) {
    const kind = kinds!.split(', ');
    codes(names!).forEach((array, i) => {
      types[array] = kind[i] ?? kind[0]!;
    });
  }
  return types;
}

describe('docs/bundle-format.md', () => {
  it.each(manifest.sections.map((section): [string, SectionEntry] => [section.name, section]))(
    'names the arrays and parameters of section %s, their types, and no others',
    (name, { arrays, params, load }) => {
      expect(documented(name)).toEqual(Object.fromEntries(arrays.map((array) => [array.name, array.type])));
      const parameters = table(`\`${name}\``, 'parameter').flatMap(([names]) => codes(names!));
      expect(parameters.sort()).toEqual(Object.keys(params).sort());
      expect(doc).toMatch(new RegExp(`^### .*\`${name}\`.*\\(${load}\\)$`, 'm'));
      expect(doc).toContain(`\`${name.slice(0, 4)}\``);
    },
  );

  it('has a bundle with every section to go by', () => {
    const listed = codes(table('sections[]', 'field').find(([field]) => field === '`name`')![2]!);
    expect(manifest.sections.map(({ name }) => name as string).sort()).toEqual(listed.sort());
  });

  it('names every field of a manifest', () => {
    const described = doc.slice(doc.indexOf('## manifest.json'), doc.indexOf('## A section file'));
    const { serving, sections, window, counts, card, ...rest } = manifest;
    const fields = [
      ...Object.keys(rest),
      ...Object.keys(window).map((key) => `window.${key}`),
      ...Object.keys(counts).map((key) => `counts.${key}`),
      ...Object.keys(card).map((key) => `card.${key}`),
      ...Object.keys(serving),
      ...Object.keys(sections[0]!),
      ...Object.keys(sections[0]!.arrays[0]!),
    ];
    expect(fields.filter((field) => !described.includes(`\`${field}\``))).toEqual([]);
  });

  it('names every error that a bundle can be refused with', () => {
    const refusals = Object.keys(ERRORS).filter((code) => code.startsWith('BUNDLE_'));
    expect(refusals.filter((code) => !table('Verification', 'step').some((row) => row[1]!.includes(code)))).toEqual([]);
  });

  it('says how the version is made', async () => {
    const identity = JSON.stringify([manifest.format, manifest.serving, manifest.sections]);
    const digest = await sha256(new TextEncoder().encode(identity));
    expect(hex(new Uint8Array(digest)).slice(0, 16)).toBe(manifest.bundleVersion);
  });

  it('says where a reader finds a vector', () => {
    const { file, arrays } = manifest.sections.find(({ name }) => name === 'factors')!;
    const bytes = packed.files.get(file)!;
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('VTRN');
    expect(new TextDecoder().decode(bytes.subarray(12, 16))).toBe('fact');
    const vectors = arrays.find(({ name }) => name === 'vectors')!;
    const row = bytes.subarray(16 + vectors.offset, 16 + vectors.offset + 16);
    const values = Array.from(row, (byte, d) => (d % 2 === 0 ? byte - 128 : byte > 127 ? byte - 256 : byte));
    expect(Math.max(...values.map(Math.abs))).toBe(127);
  });
});
