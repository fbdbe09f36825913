import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { encodeModule } from './src/worker/kernels.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What `vite build --mode <entry>` builds: one classic script each in dist/browser; those that a worker imports late are modules. */
const ENTRIES: Record<string, { input: string; file: string; isLate?: boolean }> = {
  script: { input: 'src/page/script.ts', file: 'vitrine.js' },
  shelf: { input: 'src/page/shelf/script.ts', file: 'vitrine-shelf.js' },
  rerank: { input: 'src/page/rerank/script.ts', file: 'vitrine-rerank.js' },
  worker: { input: 'src/worker/main.ts', file: 'vitrine.worker.js' },
  lists: { input: 'src/worker/lists/openLists.ts', file: 'vitrine.lists.js', isLate: true },
  ivf: { input: 'src/worker/ivf.ts', file: 'vitrine.ivf.js', isLate: true },
  models: { input: 'src/worker/models.ts', file: 'vitrine.models.js', isLate: true },
  onnx: { input: 'src/worker/onnx/main.ts', file: 'vitrine.onnx.js', isLate: true },
  ranker: { input: 'src/worker/ranker/main.ts', file: 'vitrine.ranker.js', isLate: true },
  explain: { input: 'src/worker/explain.ts', file: 'vitrine.explain.js', isLate: true },
  plain: { input: 'src/worker/plain.ts', file: 'vitrine.plain.js', isLate: true },
  hnsw: { input: 'src/worker/hnsw/graph.ts', file: 'vitrine.hnsw.js', isLate: true },
};

/** What each carries of others. */
const NOTICES: Record<string, string> = {
  script: '/*! Vitrine (MIT), with comlink (Google LLC), Apache-2.0 */',
  shelf: '/*! Vitrine (MIT) */',
  rerank: '/*! Vitrine (MIT) */',
  worker: '/*! Vitrine (MIT), with comlink (Google LLC) and idb-keyval (Jake Archibald), both Apache-2.0 */',
  lists: '/*! Vitrine (MIT) */',
  ivf: '/*! Vitrine (MIT) */',
  models: '/*! Vitrine (MIT) */',
  ranker: '/*! Vitrine (MIT) */',
  explain: '/*! Vitrine (MIT) */',
  plain: '/*! Vitrine (MIT) */',
  onnx: '/*! Vitrine (MIT), with onnxruntime-web (Microsoft Corporation), MIT */',
  hnsw: '/*! Vitrine (MIT), with hnswlib-wasm (Shravan Sunder, Apache-2.0), changed: silent, and its file system reachable */',
};

/**
 * hnswlib-wasm as vitrine.hnsw.js needs it: it logs every step to the console, which here is one that says nothing, and keeps
 * to itself the file system that it reads an index from. The version is pinned; another that reads otherwise fails the build.
 */
const hnswlib: Plugin = {
  name: 'vitrine:hnswlib',
  transform(code, id) {
    if (!/hnswlib-wasm\/dist\/hnswlib-[0-9a-f]+\.js$/.test(id)) return undefined;
    const parts = code.split('    readyPromiseResolve(Module);');
    if (parts.length !== 2) throw new Error(`${id} does not resolve where it is expected to`);
    const silent = 'const console={log(){},warn(){},error(){}};';
    return { code: silent + parts.join('Module["files"]=FS;readyPromiseResolve(Module);'), map: null };
  },
};

/**
 * comlink's serving half alone: nobody sends this worker a proxy, and the handler that would answer one holds the whole calling
 * half. The version is pinned here too.
 */
const comlink: Plugin = {
  name: 'vitrine:comlink',
  transform(code, id) {
    if (!/comlink\/dist\/esm\/comlink\.mjs$/.test(id)) return undefined;
    const parts = code.split('    ["proxy", proxyTransferHandler],\n');
    if (parts.length !== 2) throw new Error(`${id} does not list its handlers where it is expected to`);
    // Of that half, what runs when it is loaded: unused, and so droppable.
    const registry = /const proxyFinalizers = "FinalizationRegistry" in globalThis &&\s+new FinalizationRegistry/;
    if (!registry.test(code)) throw new Error(`${id} does not make its registry where it is expected to`);
    return {
      code: parts.join('').replace(registry, 'const proxyFinalizers = /* @__PURE__ */ new FinalizationRegistry'),
      map: null,
    };
  },
};

/**
 * onnxruntime-web without its 14 MB of WebAssembly, which a host serves beside vitrine.onnx.js (docs/onnx.md): the address it would fall back
 * to is never asked, and a build that sees it emits the file.
 */
const onnxruntime: Plugin = {
  name: 'vitrine:onnxruntime',
  transform(code, id) {
    if (!/onnxruntime-web\/dist\/ort\.wasm\.bundle\.min\.mjs$/.test(id)) return undefined;
    const parts = code.split('new URL("ort-wasm-simd-threaded.wasm",import.meta.url)');
    if (parts.length !== 3) throw new Error(`${id} does not name its WebAssembly where it is expected to`);
    return { code: parts.join('new URL(self.location.href)'), map: null };
  },
};

const moduleText = (path: string) => JSON.stringify(encodeModule(readFileSync(here(path))));

/** WebAssembly that a script carries. */
const INLINED: Record<string, () => Record<string, string>> = {
  worker: () => ({ KERNELS_WASM: moduleText('src/engine/kernels/kernels.wasm') }),
  ranker: () => ({ TREES_WASM: moduleText('src/engine/kernels/trees/trees.wasm') }),
};

const PLUGINS: Record<string, Plugin[]> = { worker: [comlink], hnsw: [hnswlib], onnx: [onnxruntime] };

export default defineConfig(
  ({
    command,
    mode,
  }): UserConfig & {
    test: { include: string[]; testTimeout?: number; hookTimeout?: number; env?: Record<string, string> };
  } => {
    // Verbs that tests start keep no runs here.
    const env = { VITRINE_RUNS: '' };
    const test =
      mode === 'long'
        ? { include: ['bench/**/*.long.ts'], testTimeout: 300_000, hookTimeout: 300_000, env }
        : { include: ['{src,scripts,demo,bench}/**/*.test.ts'], env };
    const entry = ENTRIES[mode];
    if (command !== 'build' || !entry) return { test };
    return {
      test,
      publicDir: false,
      plugins: PLUGINS[mode] ?? [],
      // Inlined: a second request would stand before the first shelf, and a Blob worker would not know where to ask.
      define: INLINED[mode]?.() ?? {},
      build: {
        outDir: here('dist/browser'),
        emptyOutDir: false,
        target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
        modulePreload: false,
        reportCompressedSize: false,
        rolldownOptions: {
          input: here(entry.input),
          // A module is what a worker imports late; the others are scripts. Its entry's exports are what it is there for.
          preserveEntrySignatures: entry.isLate ? 'strict' : false,
          output: {
            format: entry.isLate ? 'es' : 'iife',
            entryFileNames: entry.file,
            codeSplitting: false,
            postBanner: NOTICES[mode]!,
          },
        },
      },
    };
  },
);
