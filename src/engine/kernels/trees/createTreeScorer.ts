import type { TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { createJsTrees } from './js-trees.ts';
import type { TreeScorer } from './scorer.ts';

/** A forest by `trees.wasm`, or by its plain-JS twin. */
export function createTreeScorer(_module: WebAssembly.Module | undefined, ensemble: TreeEnsemble): TreeScorer {
  return createJsTrees(ensemble);
}
