import type { Tree } from '../../../engine/ranking/trees/ensemble.ts';
import { buildTree, type SourceNode } from '../import/buildTree.ts';

/** The largest float32: what every number is up to. */
const MOST = 3.4028234663852886e38;

/** A node or leaf of the former tree; `copy`: in the part that only missing values come to. */
interface Origin {
  child: number;
  copy: boolean;
}

/**
 * The tree with what is missing right of every set of categories, as LightGBM has it: where it goes left, a node above asks whether
 * the value is there at all, and the left part is there a second time, for what is missing. Covers stay with the first.
 * @throws RANKER_UNSUPPORTED where that makes more leaves than a tree may have
 */
export function plainCategories(tree: Tree, where: string): Tree {
  const { feature, threshold, left, right, missingLeft, set, sets, leaves, cover } = tree;
  if (!set.some((own, node) => own >= 0 && missingLeft[node] === 1)) return tree;
  // Places are made as they are asked for; a node that asks for the missing stands for two.
  const origins: (Origin & { isAsked?: boolean })[] = [{ child: 0, copy: false }];
  const placeOf = (origin: Origin & { isAsked?: boolean }) => origins.push(origin) - 1;
  const nodeAt = (place: number): SourceNode => {
    const { child, copy, isAsked } = origins[place]!;
    if (child < 0) return { leaf: leaves[~child]!, cover: cover.length === 0 ? undefined : copy ? 0 : cover[~child]! };
    const input = { feature: feature[child]! };
    const words = set[child]! < 0 ? undefined : sets[set[child]!]!;
    if (words && missingLeft[child] === 1 && !isAsked)
      return {
        ...input,
        set: undefined,
        threshold: MOST,
        missingLeft: false,
        left: placeOf({ child, copy, isAsked: true }),
        right: placeOf({ child: left[child]!, copy: true }),
      };
    return {
      ...input,
      set: words,
      threshold: threshold[child]!,
      missingLeft: !words && missingLeft[child] === 1,
      left: placeOf({ child: left[child]!, copy }),
      right: placeOf({ child: right[child]!, copy }),
    };
  };
  return buildTree(0, nodeAt, Number.POSITIVE_INFINITY, where);
}
