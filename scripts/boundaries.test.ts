import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fault, findFaults, importsOf } from './boundaries.ts';

const check = (file: string, source: string) => importsOf(source).map((found) => fault(file, found) ?? 'fine');

describe('importsOf', () => {
  it('finds every way to name a module, and says which are types', () => {
    const source = `
      import type { A } from './a.ts';
      import { type B } from './b.ts';
      import './c.ts';
      export * from './d.ts';
      export type { E } from './e.ts';
      export { f } from './f.ts';
      const g = await import('./g.ts');
      type H = import('./h.ts').H;
      const i = require('./i.ts');
      new Worker(new URL('./j.ts', import.meta.url));
      import k = require('./k.ts');
      new URL('/page', import.meta.url);
      const text = "import './not.ts'"; // import './nor.ts'`;
    expect(importsOf(source).map(({ specifier, isType }) => `${specifier}${isType ? ' type' : ''}`)).toEqual([
      './a.ts type',
      './b.ts',
      './c.ts',
      './d.ts',
      './e.ts type',
      './f.ts',
      './g.ts',
      './h.ts type',
      './i.ts',
      './j.ts',
      './k.ts',
    ]);
    expect(importsOf(source)[0]!.line).toBe(2);
  });

  it('refuses a source that does not parse, in place of finding nothing in it', () => {
    expect(() => importsOf('import {', 'src/engine/x.ts')).toThrow('src/engine/x.ts');
  });
});

describe('boundaries', () => {
  it.each([
    ['src/engine/a/x.ts', `import { readFileSync } from 'node:fs'`],
    ['src/engine/a/x.ts', `import type { Command } from 'commander'`],
    ['src/engine/a/x.ts', `import type { Progress } from '../../trainer/progress.ts'`],
    ['src/engine/x.ts', `export * from '../worker/api.ts'`],
    ['src/engine/x.ts', `await import(somewhere)`],
    ['src/page/x.ts', `import { createEngine } from '../engine/index.ts'`],
    ['src/page/x.ts', `import { type Engine } from '../engine/index.ts'`],
    ['src/page/x.ts', `await import('../engine/index.ts')`],
    ['src/page/x.ts', `import { open } from '../worker/open.ts'`],
    ['src/worker/x.ts', `import { trainBundle } from '../trainer/index.ts'`],
    ['src/worker/x.ts', `import { join } from 'node:path'`],
    ['src/edge/x.ts', `import { run } from '../cli/program.ts'`],
    ['src/edge/x.ts', `import { Buffer } from 'node:buffer'`],
    ['src/trainer/x.ts', `import { createOutput } from '../cli/output.ts'`],
    ['src/trainer/x.ts', `import { createApp } from '../edge/app.ts'`],
    ['demo/x.ts', `import { createEngine } from '../src/engine/index.ts'`],
    ['src/errors/x.ts', `import '../engine/index.ts'`],
  ])('%s may not %s', (file, source) => {
    expect(check(file, source)).toEqual([expect.stringContaining('may')]);
  });

  it.each([
    ['src/engine/a/x.ts', `import { fail } from '../../errors/fail.ts'; import { y } from '../b/y.ts'`],
    ['src/page/x.ts', `import type { Shelf } from '../engine/index.ts'; import { wrap } from 'comlink'`],
    ['src/worker/x.ts', `import { openBundle } from '../engine/index.ts'; import { get } from 'idb-keyval'`],
    ['src/edge/x.ts', `import kernels from '../engine/kernels/kernels.wasm'; import { cors } from 'hono/cors'`],
    ['src/cli/x.ts', `import { readFile } from 'node:fs/promises'; import '../trainer/index.ts'`],
    ['scripts/x.ts', `import '../src/cli/program.ts'`],
  ])('%s may %s', (file, source) => {
    expect(new Set(check(file, source))).toEqual(new Set(['fine']));
  });

  it('names file and line of a violation in a tree, and leaves tests alone', () => {
    const root = mkdtempSync(join(tmpdir(), 'vitrine-boundaries-'));
    mkdirSync(join(root, 'src/engine'), { recursive: true });
    writeFileSync(join(root, 'src/engine/x.ts'), `// a comment\nimport { readFileSync } from 'node:fs';\n`);
    writeFileSync(join(root, 'src/engine/x.test.ts'), `import { readFileSync } from 'node:fs';\n`);
    expect(findFaults(root)).toEqual({
      files: 1,
      faults: ['src/engine/x.ts:2 imports "node:fs": src/engine may import no package'],
    });
    rmSync(root, { recursive: true });
  });

  it('holds in this repository', () => {
    const { files, faults } = findFaults();
    expect(faults).toEqual([]);
    expect(files).toBeGreaterThan(30);
  });
});
