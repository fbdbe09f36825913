import { folderOf } from '../read.ts';
import type { OpenGraph } from './loadGraph.ts';

const FILE = 'vitrine.hnsw.js';

/**
 * Opens graphs with vitrine.hnsw.js, imported at the first of them: from beside the worker's script, or, where the worker was started
 * from a Blob and does not know where that lay, from beside the bundle.
 * @param script the worker's own URL
 */
export function importGraphs(bundle: string, script: string): OpenGraph {
  return async (bytes, dimensions) => {
    const beside = script.startsWith('blob:') ? folderOf(bundle) : script;
    const { openGraph } = (await import(/* @vite-ignore */ new URL(FILE, beside).href)) as { openGraph: OpenGraph };
    return openGraph(bytes, dimensions);
  };
}
