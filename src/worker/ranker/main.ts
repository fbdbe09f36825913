import type { OnnxModel, OpenRanker } from '../../engine/ranking/ranker.ts';
import type { Tell } from '../openEngine.ts';
import { openTrees } from './openTrees.ts';

// The entry of vitrine.ranker.js, which a worker imports where the bundle has a ranker, and never otherwise.

/** trees.wasm as `encodeModule` writes it, put here by vite.config.ts. */
declare const TREES_WASM: string;

/** See openTrees. */
export const openRanker = (choice: 'auto' | 'js', tell: Tell, onnx: () => OnnxModel | undefined): Promise<OpenRanker> =>
  openTrees(choice, tell, onnx, TREES_WASM);
