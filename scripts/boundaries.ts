import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'vite';

/** What the files of one context may import. Tests are free. */
interface Context {
  /** Contexts whose code it may run. */
  runs: string[];
  /** Contexts it may name in types only: nothing of them reaches the build. */
  types?: string[];
  /** npm packages; `true`: any, Node's own modules too. */
  packages: string[] | true;
  /** Computed imports, as they are written: scripts of our own that are fetched at run time. */
  computed?: string[];
}

/**
 * The house rules of imports, by folder. `engine` runs anywhere, so it needs nothing but itself; `page` is what a shopper
 * downloads first, so the engine must not be in it; what a page or an edge installs must not need what the trainer needs.
 */
export const CONTEXTS: Record<string, Context> = {
  'src/errors': { runs: [], packages: [] },
  'src/engine': { runs: ['src/errors'], packages: [] },
  // hnswlib-wasm, onnxruntime-web: in vitrine.hnsw.js and vitrine.onnx.js alone, which the worker imports late; scripts/size.ts keeps it out of everything else.
  'src/worker': {
    runs: ['src/engine', 'src/errors'],
    packages: ['comlink', 'idb-keyval', 'hnswlib-wasm', 'onnxruntime-web'],
    computed: ['new URL(file, script).href'],
  },
  'src/page': { runs: ['src/errors'], types: ['src/engine', 'src/worker'], packages: ['comlink'] },
  'src/edge': { runs: ['src/engine', 'src/errors'], packages: ['hono', 'valibot'] },
  'src/trainer': { runs: ['src/engine', 'src/errors'], packages: true },
  'src/cli': { runs: ['src/trainer', 'src/engine', 'src/errors'], packages: true },
  demo: { runs: ['src/page', 'src/errors'], types: ['src/engine', 'src/worker'], packages: [] },
};

export interface Import {
  specifier: string;
  /** Erased by the compiler: `import type`, `export type`, `import('...')` in a type. */
  isType: boolean;
  /** Counted from 1. */
  line: number;
}

/**
 * Every module a TypeScript source names: static and dynamic imports, re-exports, import types, require,
 * `new URL('...', import.meta.url)`. `import { type X }` is no type import: its module still runs (verbatimModuleSyntax).
 */
export function importsOf(source: string, file = 'source.ts'): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
  const found: Import[] = [];
  const note = (node: unknown, isType: boolean) => {
    if (!isNode(node)) return;
    const line = source.slice(0, node.start).split('\n').length;
    // A computed specifier cannot be checked, so it is reported as it is written and fits no rule.
    const specifier = typeof node.value === 'string' ? node.value : source.slice(node.start, node.end);
    found.push({ specifier, isType, line });
  };
  walk(program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        return note(node.source, node.importKind === 'type');
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        return note(node.source, node.exportKind === 'type');
      case 'ImportExpression':
        return note(node.source, false);
      case 'TSImportType':
        return note(node.source ?? node.argument, true);
      case 'TSExternalModuleReference':
        return note(node.expression, false);
      case 'CallExpression':
        if (isNode(node.callee) && node.callee.name === 'require') note((node.arguments as unknown[])[0], false);
        return;
      case 'NewExpression': {
        const [path, base] = node.arguments as unknown[];
        const isUrl = isNode(node.callee) && node.callee.name === 'URL' && isNode(base);
        if (
          isUrl &&
          source.slice(base.start, base.end) === 'import.meta.url' &&
          isNode(path) &&
          /\.[jt]s$/.test(String(path.value))
        )
          note(path, false);
      }
    }
  });
  return found;
}

/** What is wrong with one import of `file` (a path from the repository's root); undefined where it is in order. */
export function fault(file: string, { specifier, isType }: Import): string | undefined {
  const name = contextOf(file);
  if (!name) return undefined;
  const { runs, types = [], packages, computed = [] } = CONTEXTS[name]!;
  if (specifier.startsWith('.')) {
    const target = relative('.', join(dirname(file), specifier));
    const other = contextOf(target);
    if (other === name || (other && runs.includes(other))) return undefined;
    if (other && types.includes(other)) return isType ? undefined : `${name} may import ${other} only as "import type"`;
    return `${name} may not import ${other ?? target}`;
  }
  if (packages === true || computed.includes(specifier)) return undefined;
  if (packages.some((allowed) => specifier === allowed || specifier.startsWith(`${allowed}/`))) return undefined;
  return `${name} may import ${packages.length > 0 ? `only the packages ${packages.join(', ')}` : 'no package'}`;
}

/** Every forbidden import below `root`, as "file:line imports "x": why". */
export function findFaults(root = '.'): { files: number; faults: string[] } {
  const faults: string[] = [];
  let files = 0;
  for (const context of Object.keys(CONTEXTS)) {
    for (const file of sourcesBelow(root, context)) {
      files++;
      for (const found of importsOf(readFileSync(join(root, file), 'utf8'), file)) {
        const why = fault(file, found);
        if (why) faults.push(`${file}:${found.line} imports "${found.specifier}": ${why}`);
      }
    }
  }
  return { files, faults };
}

function contextOf(file: string): string | undefined {
  return Object.keys(CONTEXTS).find((context) => file.startsWith(`${context}/`));
}

function sourcesBelow(root: string, folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  // AssemblyScript is not TypeScript to a bundler: it imports nothing but itself, or asc fails.
  return names
    .filter((name) => /\.tsx?$/.test(name) && !/\.test(-support)?\.ts$/.test(name) && !name.includes('assembly/'))
    .map((name) => join(folder, name))
    .sort();
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const entry of value) walk(entry, visit);
  if (!isNode(value)) return;
  visit(value);
  for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) walk(child, visit);
}
