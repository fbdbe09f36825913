import type { Grown } from './grow.ts';
import { CHUNK_ROWS, NODE_BYTES, type TreeMemory } from './memory.ts';
import type { Team } from './team.ts';

/** Adds a tree to the scores of the rows that it was grown on, by their leaves, and to `others` rows of the list of others, by their codes. */
export function addTree(memory: TreeMemory, team: Team, { tree, ranges, splits }: Grown, others: number): void {
  const { at } = memory;
  memory.ints('ranges').set(ranges);
  memory.doubles('leafValues').set(tree.leaves);
  team.run('addLeaf', tree.leaves.length, [at.order, at.ranges, at.leafValues, at.scores]);
  if (others === 0) return;
  const nodes = memory.ints('nodes');
  const sets = memory.bytes('sets');
  splits.forEach(({ input, code, missingLeft, set }, node) => {
    if (set) sets.set(set, 256 * node);
    const codes = at.byColumn + input * memory.allRows;
    const words = [codes, code, missingLeft, tree.left[node]!, tree.right[node]!, set ? at.sets + 256 * node : 0];
    nodes.set(words, (node * NODE_BYTES) / 4);
  });
  const given = [at.others, 0, others, at.leafValues, at.scores, at.nodes];
  team.run('addTree', Math.ceil(others / CHUNK_ROWS), given);
}
