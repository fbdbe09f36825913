import type { TreeEnsemble } from './ensemble.ts';

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
  /** By node, tree after tree: place of its threshold among its input's, or behind them that of its set. */
  places: Uint32Array;
}

/** Gathers the thresholds and sets of a forest by input. */
export function splitsOf({ inputs, trees }: TreeEnsemble): ForestSplits {
  const counts = new Uint32Array(inputs);
  const keys = Array.from({ length: inputs }, () => new Set<string>());
  let nodes = 0;
  for (const { feature, set, sets } of trees) {
    nodes += feature.length;
    for (let node = 0; node < feature.length; node++)
      if (set[node]! < 0) counts[feature[node]!]!++;
      else keys[feature[node]!]!.add(keyOf(sets[set[node]!]!));
  }
  const all = Array.from(counts, (count) => new Float32Array(count));
  counts.fill(0);
  for (const { feature, set, threshold } of trees)
    for (let node = 0; node < feature.length; node++)
      if (set[node]! < 0) all[feature[node]!]![counts[feature[node]!]!++] = threshold[node]! + 0;
  const placesOfSets = keys.map((own) => new Map([...own].sort().map((key, place) => [key, place])));
  const splits = all.map(
    (values, input): Splits => ({
      thresholds: distinct(values),
      sets: Array.from(placesOfSets[input]!.keys(), wordsOf),
    }),
  );
  const places = new Uint32Array(nodes);
  let at = 0;
  for (const { feature, set, sets, threshold } of trees)
    for (let node = 0; node < feature.length; node++) {
      const input = feature[node]!;
      const { thresholds } = splits[input]!;
      places[at++] =
        set[node]! < 0
          ? placeIn(thresholds, threshold[node]!)
          : thresholds.length + placesOfSets[input]!.get(keyOf(sets[set[node]!]!))!;
    }
  return { splits, places };
}

/** The values in order, each once. */
function distinct(values: Float32Array): Float32Array {
  values.sort();
  let length = 0;
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) values[length++] = values[i]!;
  return values.slice(0, length);
}

/** Place of a value that is among the ascending ones. */
function placeIn(ascending: Float32Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyOf(words: Uint32Array): string {
  let length = words.length;
  while (length > 0 && words[length - 1] === 0) length--;
  return words.subarray(0, length).join();
}

const wordsOf = (key: string) => (key === '' ? new Uint32Array(0) : Uint32Array.from(key.split(','), Number));
