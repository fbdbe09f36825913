import type { SectionEntry } from '../../src/engine/bundle/manifest.ts';
import { arrayOf, decodeSection } from '../../src/engine/bundle/section.ts';
import { createExactIndex } from '../../src/engine/candidates/index/exact.ts';
import type { Index } from '../../src/engine/candidates/index/index.ts';
import { createIvfIndex } from '../../src/engine/candidates/index/ivf.ts';
import { createWasmKernels } from '../../src/engine/index.ts';
import type { CaseSpec, OpenedCase, Runtime } from './case.ts';
import { recallOf } from './recall.ts';
import { rowsOf } from './scan.ts';

const DIMENSIONS = 64;
const TOP = 100;

/** Top 100 through the index that ships. Variants: `exact` and `ivf`, over the same vectors in list order. */
export async function openIndexes(spec: CaseSpec, runtime: Runtime): Promise<OpenedCase> {
  const [entries, queryBytes, truthBytes] = await Promise.all(
    [`${spec.folder}/index/sections.json`, `${spec.folder}/queries.bin`, `${spec.folder}/truth.bin`].map(runtime.read),
  );
  const [factors, ivf] = await Promise.all(
    (JSON.parse(new TextDecoder().decode(entries)) as SectionEntry[]).map(async (entry) =>
      decodeSection(entry, await runtime.read(`${spec.folder}/index/${entry.file}`)),
    ),
  );
  const queries = rowsOf(new Float32Array(queryBytes!.slice().buffer));
  const truth = new Int32Array(truthBytes!.slice().buffer);
  const kernels = createWasmKernels(runtime.kernels);
  if (!kernels) throw new Error('kernels.wasm does not run here');
  const scanner = kernels.createScanner({
    packed: arrayOf(factors!, 'orderedVectors', Int8Array),
    scales: arrayOf(factors!, 'orderedScales', Float32Array),
    order: arrayOf(factors!, 'order', Uint32Array),
    items: spec.items,
    dimensions: DIMENSIONS,
  });
  const lists = createIvfIndex(ivf!, spec.items, scanner, kernels);
  const indexes: Record<string, Index> = { exact: createExactIndex(scanner), ivf: lists };
  const bytes = (arrays: Record<string, { byteLength: number }>) =>
    Object.values(arrays).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const facts: Record<string, number> = {
    lists: lists.lists,
    probes: lists.probes,
    bytes: bytes(factors!.arrays) + bytes(ivf!.arrays),
  };
  for (const name of spec.variants)
    facts[`recall ${name}`] = recallOf(queries, truth, (query) => indexes[name]!.search(query, TOP).items);
  const variants = Object.fromEntries(
    spec.variants.map((name) => [name, (turn: number) => indexes[name]!.search(queries[turn % queries.length]!, TOP)]),
  );
  return { variants, facts };
}
