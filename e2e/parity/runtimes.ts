import { readFile } from 'node:fs/promises';
import {
  appendInteractions,
  createEngine,
  createJsKernels,
  createWasmKernels,
  type Kernels,
  loadLater,
  openBundle,
  type Shelf,
} from '../../src/engine/index.ts';
import { sha256 } from '../../src/trainer/digest.ts';
import type { Case } from './cases.ts';

/** Answers a case; throws where the runtime refuses it. */
export type Answer = (one: Case) => Promise<Shelf>;

/** Node's kernels. WASM that does not pass its self-test is a failure here: it would compare the twin with itself. */
export async function nodeKernels(): Promise<Record<'wasm' | 'js', Kernels>> {
  const [kernels, trees] = await Promise.all(
    ['kernels.wasm', 'trees/trees.wasm'].map(
      async (file) =>
        new WebAssembly.Module(await readFile(new URL(`../../src/engine/kernels/${file}`, import.meta.url))),
    ),
  );
  const wasm = createWasmKernels(kernels!, trees);
  if (!wasm) throw new Error('kernels.wasm fails its self-test in Node');
  return { wasm, js: createJsKernels() };
}

export async function answerInNode(files: ReadonlyMap<string, Uint8Array>, kernels: Kernels): Promise<Answer> {
  const read = async (file: string) => files.get(file)!.slice();
  const bundle = await openBundle(read, sha256);
  await loadLater(bundle, read, sha256);
  const engine = createEngine(bundle, kernels);
  return async ({ log, request, similarTo }) => {
    const kept = appendInteractions([], log);
    return similarTo === undefined ? engine.recommend(kept, request) : engine.similar(similarTo, request, kept);
  };
}

export function answerAtEdge(url: URL): Answer {
  return async ({ log, request }) => {
    const response = await fetch(new URL('/recommend', url), {
      method: 'POST',
      body: JSON.stringify({ history: log, ...request }),
      signal: AbortSignal.timeout(40_000),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    return (await response.json()) as Shelf;
  };
}

/** What must be equal everywhere: ids, sources, reasons and contributions as text, and each score by the bits of its float64. */
export function fingerprint(shelf: Shelf): string[] {
  return [
    `${shelf.bundleVersion} ${shelf.isFallback}`,
    `${shelf.candidatesScored} scored, ${shelf.missingFeatures} missing`,
    ...shelf.items.map(
      ({
        itemId,
        score,
        source,
        sources = [],
        reason,
        because,
        isBackfill,
        scores,
        explanation = [],
        proposals = [],
      }) => {
        const numbers = explanation.flatMap(({ feature, value, contribution }) => [
          feature,
          value === null ? 'missing' : bits(value),
          bits(contribution),
        ]);
        const proposed = proposals.map(({ source, score, rank }) => `${source} ${bits(score)} ${rank}`);
        const words = [itemId, bits(score), source, reason, because.join(' '), isBackfill === true, sources.join(' ')];
        const parts = scores ? [scores.ranker, scores.factors, scores.blend].map(bits) : [];
        return [...words, ...parts, ...numbers, ...proposed].join('|');
      },
    ),
  ];
}

const view = new DataView(new ArrayBuffer(8));

function bits(value: number): string {
  // JSON knows no minus zero; it is the one number that two equal runtimes may show differently.
  view.setFloat64(0, value === 0 ? 0 : value);
  return view.getBigUint64(0).toString(16);
}
