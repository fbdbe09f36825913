import { goesLeft, type Tree, type TreeEnsemble } from '../../engine/ranking/trees/ensemble.ts';

/** Margins of rows by column, tree by tree. */
export function marginsOf({ trees, base }: TreeEnsemble, columns: readonly Float32Array[]): Float64Array {
  const margins = new Float64Array(columns[0]?.length ?? 0).fill(base);
  for (const tree of trees) addTree(tree, columns, margins);
  return margins;
}

function addTree(tree: Tree, columns: readonly Float32Array[], margins: Float64Array): void {
  const { feature, left, right, leaves } = tree;
  if (left.length === 0) {
    for (let row = 0; row < margins.length; row++) margins[row]! += leaves[0]!;
    return;
  }
  for (let row = 0; row < margins.length; row++) {
    let node = 0;
    while (node >= 0) node = goesLeft(tree, node, columns[feature[node]!]![row]!) ? left[node]! : right[node]!;
    margins[row]! += leaves[~node]!;
  }
}
