import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { Command } from 'commander';
import type { Bundle } from '../engine/bundle/bundle.ts';
import type { Manifest, SectionEntry } from '../engine/bundle/manifest.ts';
import type { ReadFile } from '../engine/bundle/open.ts';
import { loadKernels } from '../trainer/kernels.ts';
import { readParts } from '../trainer/lists/openParts.ts';
import { describeIndex } from './describeIndex.ts';
import { bundleReader, openFolder } from './folder.ts';
import type { Output, OutputOptions } from './output.ts';
import { type Column, table } from './table.ts';
import { act, createVerb } from './verb.ts';

const brotli = promisify(brotliCompress);

interface InspectOptions extends OutputOptions {
  bundle: string;
}

/** What a bundle holds and what it weighs. `brotliBytes` is at quality 11, as a static host would store it. */
export interface Inspection extends Omit<Manifest, 'magic' | 'sections'> {
  bytes: number;
  brotliBytes: number;
  sections: (SectionEntry & { brotliBytes: number })[];
  /** Of a bundle in lists; `counts`, `bytes` and `sections` are then the head's. */
  lists?: ListsInspection;
}

interface ListsInspection {
  packing: 'files' | 'ranges';
  /** Items of the whole catalogue. */
  items: number;
  lists: number;
  /** Lists that answer a request, and the share of the 20 best that these and the head hold, as training measured. */
  probes: number;
  recallAt20?: number;
  buckets: number;
  /** Of all chunks, as stored. */
  bytes: number;
}

/** `vitrine inspect`: verifies every section of a bundle (magic, length, sha256, layout) and describes it. */
export const inspectCommand = (): Command =>
  createVerb('inspect', 'Verify a bundle and say what it holds and what it weighs')
    .requiredOption('--bundle <dir>', "the bundle's folder")
    .action(act(inspect));

async function inspect(options: InspectOptions, output: Output): Promise<void> {
  const read = bundleReader(options.bundle);
  const bundle = await openFolder(options.bundle);
  const lists = await inspectLists(bundle, read);
  const inspection = { ...(await weigh(bundle.manifest, read)), ...(lists ? { lists } : {}) };
  output.result(inspection, describe(inspection));
}

/** Reads and verifies every chunk. */
async function inspectLists(bundle: Bundle, read: ReadFile): Promise<ListsInspection | undefined> {
  const parts = await readParts(bundle, read, await loadKernels());
  if (!parts) return undefined;
  const { packing, items, lists, probes, buckets } = parts.lists;
  const { recallAt20 } = (bundle.manifest.card.params.lists ?? {}) as { recallAt20?: number | null };
  return {
    packing,
    items,
    lists,
    probes,
    ...(typeof recallAt20 === 'number' ? { recallAt20 } : {}),
    buckets,
    bytes: parts.bytes,
  };
}

async function weigh(manifest: Manifest, read: ReadFile): Promise<Inspection> {
  const weightOf = async (file: string) => (await brotli(await read(file))).length;
  const sections = await Promise.all(
    manifest.sections.map(async (section) => ({ ...section, brotliBytes: await weightOf(section.file) })),
  );
  const { magic: _, sections: __, ...head } = manifest;
  const sum = (key: 'bytes' | 'brotliBytes') => sections.reduce((total, section) => total + section[key], 0);
  const own = await read('manifest.json');
  return {
    ...head,
    bytes: sum('bytes') + own.length,
    brotliBytes: sum('brotliBytes') + (await weightOf('manifest.json')),
    sections,
  };
}

function describe(inspection: Inspection): string {
  const { counts, window, serving, card } = inspection;
  const facts: [string, string][] = [
    ['bundle', `${inspection.bundleVersion}, format ${inspection.format}`],
    ['model', card.model],
    ['window', `${window.from} to ${window.to}`],
    [
      'counts',
      `${thousands(counts.items)} items, ${thousands(counts.shoppers)} shoppers, ${thousands(counts.interactions)} interactions`,
    ],
    ['bytes', `${thousands(inspection.bytes)}, ${thousands(inspection.brotliBytes)} as brotli`],
    ['repeats', `${serving.repeats}, bought items rest ${serving.justBoughtHours} h`],
    [
      'recency',
      `${serving.halfLifeDays > 0 ? `half-life ${serving.halfLifeDays} days` : 'no decay'}, a session ends after ${serving.sessionGapMinutes} min`,
    ],
    ['events', pairs(serving.eventWeights)],
    ['blend', pairs(serving.blend)],
    ['metrics', pairs(card.metrics)],
  ];
  const { lists } = inspection;
  if (lists) facts.push(['lists', describeLists(lists, counts.items)]);
  if (!lists && isRecord(card.params.index)) facts.push(['index', describeIndex(card.params.index)]);
  if (inspection.currency) facts.splice(4, 0, ['currency', inspection.currency]);
  const columns: Column<Inspection['sections'][number]>[] = [
    { title: 'section', text: (section) => section.name },
    { title: 'load', text: (section) => section.load },
    { title: 'bytes', text: (section) => thousands(section.bytes), align: 'right' },
    { title: 'brotli', text: (section) => thousands(section.brotliBytes), align: 'right' },
    { title: 'arrays', text: (section) => section.arrays.map((a) => `${a.name} ${a.type}[${a.length}]`).join(', ') },
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    '',
    table(inspection.sections, columns),
    '',
    lists
      ? 'Every section and every chunk of the lists has the length, sha256 and layout that the manifest leads to.'
      : 'Every section has the length, sha256 and layout that the manifest names.',
  ].join('\n');
}

function describeLists(
  { packing, items, lists, probes, recallAt20, buckets, bytes }: ListsInspection,
  head: number,
): string {
  const recall = recallAt20 === undefined ? '' : `, recall@20 ${recallAt20.toPrecision(3)}`;
  return `${packing}: ${thousands(items)} items, a head of ${thousands(head)}, ${thousands(lists)} lists of which a request probes ${probes}${recall}; ${thousands(buckets)} buckets; ${thousands(bytes)} bytes beside the head`;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const thousands = (value: number) => value.toLocaleString('en-GB');

/** Numbers by name, to four significant digits: "recall 0.2371, coverage 0.55". */
function pairs(record: Record<string, number>): string {
  const entries = Object.entries(record);
  return entries.length === 0 ? 'none' : entries.map(([name, value]) => `${name} ${+value.toPrecision(4)}`).join(', ');
}
