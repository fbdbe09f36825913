import type { Tree, TreeEnsemble } from '../../ranking/trees/ensemble.ts';
import type { TreeScorer } from './scorer.ts';

/** What a node asks; one more where what is missing goes left. */
const NUMBER = 0;
const NUMBER_MISSING_LEFT = NUMBER + 1;
const SET = 2;

/** Words of a node: kind, input, left, right, and the place of its threshold's bits or of its set. */
const WORDS = 5;

interface Walk {
  nodes: Int32Array;
  thresholds: Float32Array;
  sets: readonly Uint32Array[];
  leaves: Float64Array;
}

/** The forest in plain JavaScript: a tree after the other over all rows, so that its nodes stay in the cache. */
export function createJsTrees({ inputs, trees, base }: TreeEnsemble): TreeScorer {
  const walks = trees.map(walkOf);
  let margins = new Float64Array(0);
  return {
    inputs,
    kind: 'js',
    run(columns, count, stride) {
      if (margins.length < count) margins = new Float64Array(count);
      const answer = margins.subarray(0, count).fill(base);
      for (const walk of walks) addLeaves(walk, columns, count, stride, answer);
      return answer;
    },
  };
}

function walkOf({ feature, threshold, left, right, missingLeft, set, sets, leaves }: Tree): Walk {
  const nodes = new Int32Array(Math.max(1, feature.length) * WORDS);
  // A tree of one leaf is a node that leads there either way.
  nodes.set([NUMBER, 0, ~0, ~0, 0]);
  for (let node = 0; node < feature.length; node++) {
    const kind = (set[node]! < 0 ? NUMBER : SET) + (missingLeft[node] === 1 ? 1 : 0);
    nodes.set([kind, feature[node]!, left[node]!, right[node]!, set[node]! < 0 ? node : set[node]!], node * WORDS);
  }
  return { nodes, thresholds: feature.length > 0 ? threshold : new Float32Array(1), sets, leaves };
}

function addLeaves(
  { nodes, thresholds, sets, leaves }: Walk,
  columns: Float32Array,
  count: number,
  stride: number,
  margins: Float64Array,
): void {
  for (let d = 0; d < count; d++) {
    let node = 0;
    while (node >= 0) {
      const at = node * WORDS;
      const value = columns[nodes[at + 1]! * stride + d]!;
      const place = nodes[at + 4]!;
      let isLeft: boolean;
      switch (nodes[at]!) {
        case NUMBER:
          isLeft = value <= thresholds[place]!;
          break;
        case NUMBER_MISSING_LEFT:
          // NaN is above nothing.
          isLeft = !(value > thresholds[place]!);
          break;
        case SET:
          isLeft = isIn(sets[place]!, value);
          break;
        default:
          isLeft = Number.isNaN(value) || isIn(sets[place]!, value);
      }
      node = nodes[isLeft ? at + 2 : at + 3]!;
    }
    margins[d]! += leaves[~node]!;
  }
}

/** Whether a set has this category; false for what is none. */
function isIn(words: Uint32Array, value: number): boolean {
  const category = value >>> 0;
  if (category !== value) return false;
  return ((words[category >>> 5] ?? 0) & (1 << (category & 31))) !== 0;
}
