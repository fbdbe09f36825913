import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'valibot';
import type { SectionEntry } from '../../src/engine/bundle/manifest.ts';
import { decodeSection, encodeSection } from '../../src/engine/bundle/section.ts';
import type { DenseLayer } from '../../src/engine/kernels/dense.ts';
import type { TreeEnsemble } from '../../src/engine/ranking/trees/ensemble.ts';
import { packTrees } from '../../src/engine/ranking/trees/pack.ts';
import { roundLeaves } from '../../src/engine/ranking/trees/round.ts';
import { unpackTrees } from '../../src/engine/ranking/trees/unpack.ts';
import { fitTrees } from '../../src/trainer/models/trees/fit.ts';
import { Random } from '../../src/trainer/random.ts';
import { treesSettings } from '../../src/trainer/settings/trees.ts';
import { DATA } from '../data.ts';
import { INPUTS, syntheticRows } from './rows.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ROWS = 100_000;
const TREES = 300;
const LEAVES = 31;

/** What the forest depends on, below the project. */
const CODE = [
  'src/trainer/models/trees',
  'src/trainer/threads/assembly',
  'src/trainer/settings/trees.ts',
  'src/engine/ranking/trees',
  'bench/ranking/rows.ts',
];

/** `fitForest`, kept below bench/data.ts's folder as it would ship, and fitted again where the code that fits it has changed. */
export async function prepareForest(): Promise<{ section: SectionEntry; bytes: Uint8Array; forest: TreeEnsemble }> {
  const folder = join(DATA, 'forest');
  const hash = await hashOf(CODE);
  const kept = {
    section: join(folder, 'section.json'),
    bytes: join(folder, 'ranker.bin'),
    note: join(folder, 'made-by'),
  };
  if (!existsSync(kept.note) || (await readFile(kept.note, 'utf8')) !== hash) {
    const { params, arrays } = packTrees(await fitForest(), { leaves: 'i16' });
    const { bytes, entries } = encodeSection('ranker', arrays);
    const entry = {
      name: 'ranker',
      file: 'ranker.bin',
      bytes: bytes.length,
      sha256: '',
      load: 'first',
      params,
      arrays: entries,
    };
    await mkdir(folder, { recursive: true });
    await writeFile(kept.bytes, bytes);
    await writeFile(kept.section, JSON.stringify(entry));
    // Last: its presence says that all of them are whole.
    await writeFile(kept.note, hash);
  }
  const section = JSON.parse(await readFile(kept.section, 'utf8')) as SectionEntry;
  const bytes = Uint8Array.from(await readFile(kept.bytes));
  return { section, bytes, forest: unpackTrees(decodeSection(section, bytes)) };
}

async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const below = path.endsWith('.ts') ? [''] : await readdir(join(ROOT, path), { recursive: true });
    for (const file of below.map((name) => join(ROOT, path, name)).sort())
      if (/(?<!\.test(-support)?)\.ts$/.test(file)) hash.update(await readFile(file));
  }
  return hash.digest('hex');
}

/** A forest of 300 trees of 31 leaves that our trainer fits to made-up rows, its leaves rounded as a bundle ships them. */
async function fitForest(): Promise<TreeEnsemble> {
  const { columns, labels } = syntheticRows(ROWS, 'training');
  const settings = parse(treesSettings, { trees: TREES, leaves: LEAVES });
  const { ensemble } = await fitTrees({ columns, labels, offsets: Int32Array.of(0, ROWS) }, settings);
  if (ensemble.trees.length !== TREES || ensemble.trees.some(({ leaves }) => leaves.length !== LEAVES))
    throw new Error('the forest is not of the size that is measured');
  return roundLeaves(ensemble);
}

/** Dense layers 32-64-32-1 of random weights. */
export function randomLayers(): DenseLayer[] {
  const random = new Random(1, 'dense');
  const numbers = (length: number, scale: number) => Float32Array.from({ length }, () => scale * random.normal());
  return [
    [INPUTS, 64],
    [64, 32],
    [32, 1],
  ].map(([inputs, outputs]) => ({
    weights: numbers(inputs! * outputs!, Math.sqrt(2 / inputs!)),
    bias: numbers(outputs!, 0.1),
  }));
}
