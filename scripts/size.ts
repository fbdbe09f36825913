import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Manifest } from '../src/engine/bundle/manifest.ts';

// `npm run size [-- --json] [--bundle DIR]`: what a shopper downloads. Exit 1 where a file is over its limit, is missing,
// or carries what must never be part of a first load.

const ROOT = resolve(import.meta.dirname, '..');
const KB = 1000;

/** Files, with the most they may be, brotli. */
const FILES = [
  { name: 'vitrine.js', path: 'dist/browser/vitrine.js', limit: 4 * KB },
  { name: 'vitrine-shelf.js', path: 'dist/browser/vitrine-shelf.js', limit: 4 * KB },
  { name: 'vitrine-rerank.js', path: 'dist/browser/vitrine-rerank.js', limit: 1.5 * KB },
  { name: 'vitrine.worker.js', path: 'dist/browser/vitrine.worker.js', limit: 25 * KB },
  { name: 'vitrine.lists.js', path: 'dist/browser/vitrine.lists.js' },
  { name: 'vitrine.ivf.js', path: 'dist/browser/vitrine.ivf.js' },
  { name: 'vitrine.models.js', path: 'dist/browser/vitrine.models.js' },
  { name: 'vitrine.ranker.js', path: 'dist/browser/vitrine.ranker.js' },
  { name: 'vitrine.explain.js', path: 'dist/browser/vitrine.explain.js' },
  { name: 'vitrine.plain.js', path: 'dist/browser/vitrine.plain.js' },
  { name: 'kernels.wasm', path: 'src/engine/kernels/kernels.wasm' },
] as const;

/** Libraries that are megabytes: a bundle may ask for them later, a page never starts with them. */
const FORBIDDEN = /onnxruntime|tfjs|tensorflow|hnswlib/i;

interface Size {
  name: string;
  bytes: number;
  brotli: number;
  /** Most it may be, brotli. */
  limit?: number;
}

interface BundleSize {
  name: string;
  bundleVersion: string;
  items: number;
  sections: (Size & { load: 'first' | 'later' })[];
  /** Before the first shelf: the manifest and the sections that load first. */
  first: Size;
  total: Size;
}

function sizeOf(name: string, content: Uint8Array): Size {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return { name, bytes: content.length, brotli: brotliCompressSync(content, { params }).length };
}

function sum(name: string, sizes: readonly Size[]): Size {
  const add = (key: 'bytes' | 'brotli') => sizes.reduce((total, size) => total + size[key], 0);
  return { name, bytes: add('bytes'), brotli: add('brotli') };
}

function bundleSize(name: string, folder: string): BundleSize {
  const text = readFileSync(join(folder, 'manifest.json'));
  const manifest = JSON.parse(text.toString('utf8')) as Manifest;
  const head = sizeOf('manifest.json', text);
  const sections = manifest.sections.map(({ name, file, load }) => ({
    ...sizeOf(name, readFileSync(join(folder, file))),
    load,
  }));
  return {
    name,
    bundleVersion: manifest.bundleVersion,
    items: manifest.counts.items,
    sections,
    first: sum('first load', [head, ...sections.filter(({ load }) => load === 'first')]),
    total: sum('total', [head, ...sections]),
  };
}

/** The bundle asked for, or all that lie in public/models. */
function bundleFolders(asked: string | undefined): { name: string; folder: string }[] {
  if (asked) return [{ name: asked, folder: resolve(asked) }];
  const models = join(ROOT, 'public/models');
  if (!existsSync(models)) return [];
  return readdirSync(models)
    .sort()
    .map((name) => ({ name, folder: join(models, name) }))
    .filter(({ folder }) => existsSync(join(folder, 'manifest.json')));
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, bundle: { type: 'string' } } });
const problems: string[] = [];
const files: Size[] = [];
for (const { name, path, ...rest } of FILES) {
  const file = join(ROOT, path);
  if (!existsSync(file)) {
    problems.push(`${path} is missing: npm run build comes first`);
    continue;
  }
  const content = readFileSync(file);
  const size: Size = { ...sizeOf(name, content), ...rest };
  files.push(size);
  if (size.limit !== undefined && size.brotli > size.limit)
    problems.push(`${name} is ${size.brotli} bytes brotli, over its limit of ${size.limit}`);
  const heavy = FORBIDDEN.exec(content.toString('latin1'));
  if (heavy) problems.push(`${name} holds "${heavy[0]}", which is no part of a first load`);
}
const bundles = bundleFolders(values.bundle).map(({ name, folder }) => bundleSize(name, folder));

if (values.json) console.log(JSON.stringify({ files, bundles, problems }, null, 2));
else {
  const line = (name: string, { bytes, brotli, limit }: Size) =>
    console.log(
      `${name.padEnd(24)}${String(bytes).padStart(10)}${String(brotli).padStart(10)}${limit ? String(limit).padStart(9) : ''}`,
    );
  console.log(`${''.padEnd(24)}${'bytes'.padStart(10)}${'brotli'.padStart(10)}${'limit'.padStart(9)}`);
  for (const size of files) line(size.name, size);
  for (const { name, bundleVersion, items, sections, first, total } of bundles) {
    console.log(`\n${name}: bundle ${bundleVersion}, ${items} items`);
    for (const section of sections) line(`  ${section.name}${section.load === 'later' ? ' (later)' : ''}`, section);
    line('  first load', first);
    line('  total', total);
  }
  for (const problem of problems) console.error(problem);
}
process.exitCode = problems.length > 0 ? 1 : 0;
