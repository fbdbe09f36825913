import { arrayOf, paramOf } from '../../engine/bundle/section.ts';
import type { Index } from '../../engine/candidates/index/index.ts';
import type { Scanner } from '../../engine/kernels/kernels.ts';
import type { VitrineError } from '../../errors/error.ts';
import { fail } from '../../errors/fail.ts';
import type { OpenedBundle } from '../open.ts';
import type { Graph } from './graph.ts';
import { createGraphIndex, type GraphIndex } from './hnswIndex.ts';

/** Makes a searchable graph of a section's bytes: `openGraph` of vitrine.hnsw.js, wherever that is. */
export type OpenGraph = (bytes: Uint8Array, dimensions: number) => Promise<Graph>;

export interface GraphLoader {
  /** The index to make the engine with, exact until the graph is there. Absent: the engine chooses. */
  index?: (scanner: Scanner) => Index;
  /** Fetches graph and library, once however often it is called. Never rejects: without them searches stay exact. */
  bring(): Promise<void>;
}

/**
 * What a bundle that ships an HNSW graph needs: an index for the engine at once, and graph and library behind it after
 * the first shelf. Whatever is missing on the way is told once, as INDEX_UNAVAILABLE, and searches scan.
 *
 * @param open absent: a host that has no such library, or a shopper who saves data; nothing is fetched then
 */
export function createGraphLoader(
  found: OpenedBundle,
  open: OpenGraph | undefined,
  tell: (error: VitrineError) => void,
): GraphLoader {
  const ships = found.bundle.manifest.sections.some(({ name }) => name === 'hnsw');
  if (!ships || !open) return { bring: async () => {} };
  const items = found.bundle.catalogue.size;
  let index: GraphIndex | undefined;
  let bringing: Promise<void> | undefined;

  const failed = (cause: unknown) => {
    const detail = cause instanceof Error ? cause.message : String(cause);
    tell(fail('INDEX_UNAVAILABLE', detail));
  };
  async function load(): Promise<void> {
    try {
      const section = await found.apart('hnsw');
      if (!section || !index) return;
      const graph = await open!(arrayOf(section, 'graph', Uint8Array), paramOf(section, 'dimensions'));
      index.use(graph, paramOf(section, 'ef'));
    } catch (cause) {
      failed(cause);
    }
  }

  return {
    index: (scanner) => {
      index = createGraphIndex(scanner, items, failed);
      return index;
    },
    bring() {
      bringing ??= load();
      return bringing;
    },
  };
}
