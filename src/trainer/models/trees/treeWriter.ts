import type { Tree } from '../../../engine/ranking/trees/ensemble.ts';
import type { Bins } from './bins.ts';
import type { Split } from './splitter.ts';

/** A tree as it grows: the questions in their order, which numbers the inner nodes. */
export interface TreeWriter {
  /** Asks at a leaf: its left side keeps its number, the right side has the next. */
  split(leaf: number, split: Split): void;
  /** `values` and `cover` by leaf. */
  finish(values: readonly number[], cover: readonly number[]): Tree;
}

export function createTreeWriter(bins: readonly Bins[], leaves: number): TreeWriter {
  const splits: Split[] = [];
  const left = new Int32Array(leaves - 1);
  const right = new Int32Array(leaves - 1);
  /** By leaf: the node above it, -1 at the root, and whether it is that node's right side. */
  const above = [-1];
  const isRight = [false];
  return {
    split(leaf, split) {
      const node = splits.push(split) - 1;
      const other = node + 1;
      if (above[leaf]! >= 0) (isRight[leaf] ? right : left)[above[leaf]!] = node;
      left[node] = ~leaf;
      right[node] = ~other;
      above[leaf] = above[other] = node;
      isRight[leaf] = false;
      isRight[other] = true;
    },
    finish(values, cover) {
      const sets: Uint32Array[] = [];
      const set = Int32Array.from(splits, (split) =>
        split.set ? sets.push(categorySet(split.set, bins[split.input]!.categories!)) - 1 : -1,
      );
      return {
        feature: Uint16Array.from(splits, ({ input }) => input),
        threshold: Float32Array.from(splits, ({ input, code, set: named }) =>
          named ? 0 : bins[input]!.thresholds![code]!,
        ),
        left: left.slice(0, splits.length),
        right: right.slice(0, splits.length),
        missingLeft: Uint8Array.from(splits, ({ missingLeft }) => missingLeft),
        set,
        sets,
        leaves: Float64Array.from(values),
        cover: Float64Array.from(cover),
      };
    },
  };
}

/** The categories whose codes go left, a bit each. */
function categorySet(goesLeft: Uint8Array, categories: Int32Array): Uint32Array {
  const named = Array.from(categories).filter((_, code) => goesLeft[code] === 1);
  const words = new Uint32Array(1 + (Math.max(0, ...named) >>> 5));
  for (const category of named) words[category >>> 5]! |= 1 << (category & 31);
  return words;
}
