import { createJsKernels, createWasmKernels, type Kernels } from '../../src/engine/index.ts';
import type { CaseSpec, OpenedCase, Operation, Runtime } from './case.ts';
import { recallOf } from './recall.ts';

const DIMENSIONS = 64;
const TOP = 100;

/**
 * Top 100 of all items by inner product, all in: the query as floats in, items and scores out.
 * Variants: `wasm` and `js` are the kernels; `floor` reads the same bytes with SIMD loads and does nothing with them.
 */
export async function openScan(spec: CaseSpec, runtime: Runtime): Promise<OpenedCase> {
  const file = (name: string) => runtime.read(`${spec.folder}/${name}.bin`);
  const [packed, scales, queryBytes, truthBytes] = await Promise.all(
    ['packed', 'scales', 'queries', 'truth'].map(file),
  );
  const vectors = {
    packed: new Int8Array(packed!.buffer, packed!.byteOffset, packed!.length),
    scales: new Float32Array(scales!.slice().buffer),
    items: spec.items,
    dimensions: DIMENSIONS,
  };
  const queries = rowsOf(new Float32Array(queryBytes!.slice().buffer));
  const variants: Record<string, Operation> = {};
  const facts: Record<string, number> = { bytes: packed!.length + scales!.length };
  const search = (name: string, kernels: Kernels) => {
    const scanner = kernels.createScanner(vectors);
    variants[name] = (turn) => scanner.search(queries[turn % queries.length]!, TOP);
    const truth = new Int32Array(truthBytes!.slice().buffer);
    facts[`recall ${name}`] = recallOf(queries, truth, (query) => scanner.search(query, TOP).items);
  };
  for (const name of spec.variants) {
    if (name === 'wasm') {
      const kernels = createWasmKernels(runtime.kernels);
      if (!kernels) throw new Error('kernels.wasm does not run here');
      search('wasm', kernels);
    } else if (name === 'js') search('js', createJsKernels());
    else if (name === 'floor') variants.floor = openFloor(runtime.floor, packed!, scales!);
  }
  return { variants, facts };
}

export function rowsOf(floats: Float32Array): Float32Array[] {
  return Array.from({ length: floats.length / DIMENSIONS }, (_, i) =>
    floats.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS),
  );
}

/** The bytes in a WASM memory of their own, and the loop that reads them. */
function openFloor(module: WebAssembly.Module, ...arrays: Uint8Array[]): Operation {
  const { memory, touch } = new WebAssembly.Instance(module).exports as unknown as {
    memory: WebAssembly.Memory;
    touch(from: number, bytes: number): number;
  };
  const bytes = Math.ceil(arrays.reduce((sum, { length }) => sum + length, 0) / 128) * 128;
  memory.grow(1 + Math.ceil(bytes / 65_536));
  let at = 65_536;
  for (const array of arrays) {
    new Uint8Array(memory.buffer).set(array, at);
    at += array.length;
  }
  return () => touch(65_536, bytes);
}
