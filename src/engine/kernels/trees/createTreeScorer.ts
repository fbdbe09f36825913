import type { Tree, TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import { createJsTrees } from './js-trees.ts';
import type { TreeScorer } from './scorer.ts';
import { createWasmTrees, type TreeExports } from './wasm-trees.ts';

/**
 * A forest by `trees.wasm`, in a memory of its own that is freed with it; or by its plain-JS twin, which gives the same bits, where there
 * is no module, its memory cannot grow, it miscounts, or the forest asks more than 16,384 blocks of thresholds and sets.
 */
export function createTreeScorer(module: WebAssembly.Module | undefined, ensemble: TreeEnsemble): TreeScorer {
  try {
    if (module && isSound(module)) return createWasm(module, ensemble) ?? createJsTrees(ensemble);
  } catch {
    // No SIMD, no memory: the twin answers.
  }
  return createJsTrees(ensemble);
}

function createWasm(module: WebAssembly.Module, ensemble: TreeEnsemble): TreeScorer | undefined {
  return createWasmTrees(new WebAssembly.Instance(module, {}).exports as unknown as TreeExports, ensemble);
}

/** Whether two small forests come out as the twin has them: some engines have shipped SIMD that compiles and miscounts. */
function isSound(module: WebAssembly.Module): boolean {
  const rows = 40;
  const columns = Float32Array.from({ length: 3 * rows }, (_, i) => (i % 11 === 0 ? Number.NaN : ((i * 37) % 101) - 3));
  return [1, 1 / 3].every((unit) => {
    const trees = [30, 21].map((size) => sampleTree(size, unit));
    const forest: TreeEnsemble = { inputs: 3, trees, base: 2 * unit, link: 'identity', slope: 1 };
    const expected = createJsTrees(forest).run(columns, rows, rows);
    return createWasm(module, forest)!
      .run(columns, rows, rows)
      .every((margin, row) => Object.is(margin, expected[row]));
  });
}

/** A tree of thresholds on input 0, many, and 1, few, and of a set on input 2; left and right by turns. */
function sampleTree(size: number, unit: number): Tree {
  const numbers = <T>(of: (node: number) => T) => Array.from({ length: size - 1 }, (_, node) => of(node));
  return {
    feature: Uint16Array.from(numbers((node) => [0, 0, 1, 0, 0, 2][node % 6]!)),
    threshold: Float32Array.from(numbers((node) => (node % 6 === 2 ? (node % 4) * 20 : (node * 67 + size) % 98))),
    left: Int32Array.from(numbers((node) => (2 * node + 1 < size - 1 ? 2 * node + 1 : ~(2 * node + 2 - size)))),
    right: Int32Array.from(numbers((node) => (2 * node + 2 < size - 1 ? 2 * node + 2 : ~(2 * node + 3 - size)))),
    missingLeft: Uint8Array.from(numbers((node) => node % 2)),
    set: Int32Array.from(numbers((node) => (node % 6 === 5 ? 0 : -1))),
    sets: [Uint32Array.of(0x5a5a5a5a, 0x0ff00ff0)],
    leaves: Float64Array.from({ length: size }, (_, leaf) => (leaf * 29 - 300) * unit),
    cover: new Float64Array(0),
  };
}
