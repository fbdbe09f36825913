import load from 'hnswlib-wasm/dist/hnswlib-317962d7.js';

// The entry of vitrine.hnsw.js, which a worker imports once its bundle has brought a graph, and never before.

/** Where hnswlib-wasm looks for every file it is given by name. */
const FOLDER = '/hnswlib-index';
const FILE = 'graph';

/** A graph in hnswlib's memory. */
export interface Graph {
  /** Nodes in it. */
  readonly count: number;
  /** Labels of the nodes of largest inner product that a beam of max(ef, k) finds, best first; fewer than k where it finds fewer. */
  search(query: Float32Array, k: number, ef: number): number[];
  /** Frees the memory. */
  close(): void;
}

/**
 * Reads a graph in hnswlib's own format (32-bit, as src/trainer/indexing/hnswFile.ts writes it) out of `bytes`, which
 * must not be changed until this resolves. hnswlib-wasm knows files only: the bytes become one in emscripten's memory file system,
 * without a copy and without IndexedDB, and go once they are read.
 *
 * Needs WebAssembly, and `'unsafe-eval'` where there is a Content-Security-Policy: its bindings are made by
 * `new Function`. @throws what the library throws, CompileError and EvalError
 */
export async function openGraph(bytes: Uint8Array, dimensions: number): Promise<Graph> {
  const library = await load();
  library.files.mkdir(FOLDER);
  library.files.writeFile(`${FOLDER}/${FILE}`, bytes, { canOwn: true });
  const index = new library.HierarchicalNSW('ip', dimensions, '');
  try {
    index.readIndex(FILE, 0);
  } catch (thrown) {
    // A C++ exception is an object of WebAssembly's that says nothing of itself.
    throw thrown instanceof Error ? thrown : new Error(library.getExceptionMessage?.(thrown).join(': ') ?? 'not read');
  } finally {
    library.files.unlink(`${FOLDER}/${FILE}`);
  }
  const count = index.getCurrentCount();
  let beam = 0;
  return {
    count,
    search(query, k, ef) {
      if (ef !== beam) index.setEfSearch(ef);
      beam = ef;
      return index.searchKnn(query, Math.min(k, count), undefined).neighbors;
    },
    close: () => index.delete(),
  };
}
