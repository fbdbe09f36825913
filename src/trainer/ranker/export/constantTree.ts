import type { Tree } from '../../../engine/ranking/trees/ensemble.ts';

/** The tree of one leaf: a base, where a format has no other place for it. */
export function constantTree(leaf: number): Tree {
  return {
    feature: new Uint16Array(0),
    threshold: new Float32Array(0),
    left: new Int32Array(0),
    right: new Int32Array(0),
    missingLeft: new Uint8Array(0),
    set: new Int32Array(0),
    sets: [],
    leaves: Float64Array.of(leaf),
    cover: new Float64Array(0),
  };
}
