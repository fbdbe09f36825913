import type { Tree, TreeEnsemble } from './ensemble.ts';

/** What the nodes of a forest compare one input with, each once. */
export interface Splits {
  /** Ascending; -0 is 0. */
  thresholds: Float32Array;
  /** In the order of their words as text, without words of zeros at their ends. */
  sets: Uint32Array[];
}

export interface ForestSplits {
  /** By input. */
  splits: Splits[];
  /** Place of a node's threshold among its input's, or behind them that of its set. */
  placeOf(tree: Tree, node: number): number;
}

/** Gathers the thresholds and sets of a forest by input. */
export function splitsOf({ inputs, trees }: TreeEnsemble): ForestSplits {
  const places = Array.from({ length: inputs }, () => ({
    thresholds: new Map<number, number>(),
    sets: new Map<string, number>(),
  }));
  for (const tree of trees)
    for (let node = 0; node < tree.feature.length; node++) {
      const input = tree.feature[node]!;
      const { thresholds, sets } = places[input]!;
      if (tree.set[node]! < 0) thresholds.set(tree.threshold[node]! + 0, 0);
      else sets.set(trimmed(tree.sets[tree.set[node]!]!).join(), 0);
    }
  const splits = places.map(({ thresholds, sets }): Splits => {
    const values = Float32Array.from(thresholds.keys()).sort();
    values.forEach((value, place) => {
      thresholds.set(value, place);
    });
    const keys = [...sets.keys()].sort();
    keys.forEach((key, place) => {
      sets.set(key, place);
    });
    return {
      thresholds: values,
      sets: keys.map((key) => (key === '' ? new Uint32Array(0) : Uint32Array.from(key.split(','), Number))),
    };
  });
  return {
    splits,
    placeOf(tree, node) {
      const { thresholds, sets } = places[tree.feature[node]!]!;
      if (tree.set[node]! < 0) return thresholds.get(tree.threshold[node]! + 0)!;
      return thresholds.size + sets.get(trimmed(tree.sets[tree.set[node]!]!).join())!;
    },
  };
}

function trimmed(words: Uint32Array): Uint32Array {
  let length = words.length;
  while (length > 0 && words[length - 1] === 0) length--;
  return words.subarray(0, length);
}
