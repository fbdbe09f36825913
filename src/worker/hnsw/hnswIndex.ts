import { countBits, hasBit } from '../../engine/candidates/bitmap.ts';
import { createExactIndex } from '../../engine/candidates/index/exact.ts';
import type { Index } from '../../engine/candidates/index/index.ts';
import type { Scanner } from '../../engine/kernels/kernels.ts';
import type { Graph } from './graph.ts';

/** More are asked of the graph than a filter lets through on average. */
const SPARE = 1.25;
const FEW = 8;

/** Where the graph would have to give this share of all items, a scan is quicker and misses nothing. */
const TOO_MANY = 0.1;

export interface GraphIndex extends Index {
  /** Searches with `graph` from now on, by beams of at least `ef`; undefined: exactly. */
  use(graph: Graph | undefined, ef: number): void;
}

/**
 * An index that scans exactly until it is given a graph, and whenever the graph does not do: for narrow filters, for
 * vectors without a direction, where too little is found, and for good once the graph throws, which `failed` is told.
 *
 * The graph knows no filter: a call back from WebAssembly for every node would cost more than asking for more nodes. What it finds
 * is scored by the scanner, so scores are those of every other index; which items are found may differ from theirs.
 */
export function createGraphIndex(scanner: Scanner, items: number, failed: (cause: unknown) => void): GraphIndex {
  const exact = createExactIndex(scanner);
  let graph: Graph | undefined;
  let beam = 0;

  const ask = (vector: Float32Array, count: number): number[] => {
    try {
      return graph!.search(vector, count, Math.max(beam, count));
    } catch (cause) {
      graph = undefined;
      failed(cause);
      return [];
    }
  };

  return {
    get kind() {
      return graph ? 'hnsw' : 'exact';
    },
    use(given, ef) {
      graph = given;
      beam = ef;
    },
    search(vector, k, allowed) {
      const share = allowed ? countBits(allowed) / items : 1;
      const asked = Math.ceil((SPARE * k) / share) + FEW;
      const isWorthIt = graph && k >= 1 && asked <= TOO_MANY * items && hasDirection(vector);
      if (!isWorthIt) return exact.search(vector, k, allowed);
      const found = ask(vector, asked).filter((item) => item < items && (!allowed || hasBit(allowed, item)));
      if (found.length < k) return exact.search(vector, k, allowed);
      const candidates = Int32Array.from(found);
      const scores = scanner.scoresOf(vector, candidates).slice();
      const order = [...candidates.keys()]
        .sort((a, b) => scores[b]! - scores[a]! || candidates[a]! - candidates[b]!)
        .slice(0, k);
      return {
        items: Int32Array.from(order, (at) => candidates[at]!),
        scores: Float32Array.from(order, (at) => scores[at]!),
      };
    },
  };
}

function hasDirection(vector: Float32Array): boolean {
  return vector.every(Number.isFinite) && vector.some((value) => value !== 0);
}
