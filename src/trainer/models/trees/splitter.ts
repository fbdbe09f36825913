import type { TreeSettings } from '../../settings/trees.ts';
import { MISSING } from './bins.ts';
import { findCategorySplit } from './categorySplit.ts';
import type { Encoded } from './encode.ts';
import type { Units } from './grow.ts';
import { FOUND_BYTES, HISTOGRAM_BYTES, LEAF_BYTES, type TreeMemory } from './memory.ts';
import type { Team } from './team.ts';

/** Whole gradients and hessians of a leaf, the ridge its value is found with, and its bounds. */
export interface LeafSums {
  gradient: number;
  hessian: number;
  lambda: number;
  low: number;
  high: number;
}

/** A question to a leaf. */
export interface Split {
  input: number;
  /** Of both sides over the leaf's own, in the objective's units. */
  gain: number;
  /** Highest code that goes left; with `set`: by code, 1 where it goes left. */
  code: number;
  set?: Uint8Array;
  /** 1: what is missing goes left; 0: right. */
  missingLeft: number;
  /** Whole sums of what goes left, and the ridge that both sides' values are found with. */
  gradient: number;
  hessian: number;
  lambda: number;
}

/** A histogram of one input: by code, gradient at 2 code + 1 of the signed view, hessian at 2 code of the unsigned. */
export interface Histogram {
  signed: Int32Array;
  unsigned: Uint32Array;
}

/** A gain that is less than this share of the leaf's own is rounding. */
const ROUNDING = 1e-10;

export interface Splitter {
  begin(units: Units, mayAsk: Uint8Array): void;
  /** Sums of the root, whose histograms are at `address` and in the parts that `counted` marks. */
  total(address: number, counted: number): { gradient: number; hessian: number; lambda: number };
  /** Best splits of a leaf, and of its sibling where there are two; `leaves[0]` was counted by job `counted`, the other is its parent's less it. */
  search(leaves: (LeafSums & { count: number })[], addresses: number[], counted: number): (Split | undefined)[];
  /** Sums and bounds of both sides. */
  sides(leaf: LeafSums, split: Split): [LeafSums, LeafSums];
}

const NOTHING = 0;
const NUMBER = 1;
const CATEGORY = 2;

export function createSplitter(
  memory: TreeMemory,
  team: Team,
  { bins, asked }: Encoded,
  directions: readonly number[],
  settings: TreeSettings,
): Splitter {
  const { at } = memory;
  const inputs = asked.length;
  const table = memory.ints('table');
  const told = memory.doubles('leaves');
  const toldInts = memory.ints('leaves');
  const found = new DataView(memory.memory.buffer, at.found, 2 * inputs * FOUND_BYTES);
  const marks = memory.ints('marks');
  let units: Units = { gradient: 1, hessian: 1 };
  asked.forEach((input, place) => {
    table[4 * place + 1] = bins[input]!.categories ? 256 : bins[input]!.count;
    table[4 * place + 2] = directions[input] ?? 0;
  });

  return {
    begin(scale, mayAsk) {
      units = scale;
      asked.forEach((input, place) => {
        table[4 * place] = !mayAsk[input] ? NOTHING : bins[input]!.categories ? CATEGORY : NUMBER;
      });
    },

    total(address, counted) {
      const sum = { gradient: 0, hessian: 0, lambda: settings.lambda };
      const parts = [address];
      for (let thread = 1; thread < team.threads; thread++) {
        if (marks[thread] === counted) parts.push(at.parts + (thread - 1) * memory.leafBytes);
      }
      // Any input's bins hold every row.
      for (const part of parts) {
        const { signed, unsigned } = histogramAt(part, 0);
        for (let code = 0; code < 256; code++) {
          sum.gradient += signed[2 * code + 1]!;
          sum.hessian += unsigned[2 * code]!;
        }
      }
      return sum;
    },

    search(leaves, addresses, counted) {
      const lambda = settings.lambda / units.hessian;
      leaves.forEach((leaf, which) => {
        const place = (which * LEAF_BYTES) / 8;
        toldInts[2 * place] = leaf.hessian;
        toldInts[2 * place + 1] = leaf.gradient;
        told[place + 1] = leastHessian(leaf);
        told[place + 2] = leaf.low;
        told[place + 3] = leaf.high;
      });
      team.run(
        'split',
        inputs,
        [
          addresses[0]!,
          addresses[1] ?? 0,
          at.parts,
          memory.leafBytes,
          at.marks,
          counted,
          team.threads,
          at.table,
          at.leaves,
          at.found,
          inputs,
        ],
        [lambda, units.gradient / units.hessian],
      );
      return leaves.map((leaf, which) => bestOf(leaf, which, addresses[which]!));
    },

    sides(leaf, split) {
      const { gradient, hessian, lambda } = split;
      const left: LeafSums = { gradient, hessian, lambda, low: leaf.low, high: leaf.high };
      const right: LeafSums = { ...left, gradient: leaf.gradient - gradient, hessian: leaf.hessian - hessian };
      const direction = directions[split.input] ?? 0;
      if (direction !== 0) {
        const middle = (boundedValue(left) + boundedValue(right)) / 2;
        if (direction > 0) left.high = right.low = middle;
        else left.low = right.high = middle;
      }
      return [left, right];
    },
  };

  function histogramAt(address: number, place: number): Histogram {
    const from = address + place * HISTOGRAM_BYTES;
    const { buffer } = memory.memory;
    return { signed: new Int32Array(buffer, from, 512), unsigned: new Uint32Array(buffer, from, 512) };
  }

  /** Rows of a side are told by its share of the hessian, as in LightGBM: bins do not count them. */
  function leastHessian({ hessian, count }: LeafSums & { count: number }): number {
    const ofRows = ((settings.minRows - 0.5) * hessian) / count;
    return Math.max(1, ofRows, settings.minHessian / units.hessian);
  }

  function bestOf(leaf: LeafSums & { count: number }, which: number, address: number): Split | undefined {
    const scale = units.gradient ** 2 / units.hessian;
    const own = gainOf(leaf);
    let best: Split | undefined;
    let bestPlace = 0;
    const least = Math.max(settings.minGain, ROUNDING * own);
    for (let place = 0; place < inputs; place++) {
      const kind = table[4 * place];
      if (kind === NOTHING) continue;
      const split = kind === NUMBER ? numberSplit(which, place) : categorySplit(leaf, place, address);
      if (!split) continue;
      split.gain = split.gain * scale - own;
      if (split.gain <= Math.max(best?.gain ?? 0, least)) continue;
      best = split;
      bestPlace = place;
    }
    if (best && isEmpty(histogramAt(address, bestPlace), MISSING)) sendMissing(best, leaf);
    return best;
  }

  function numberSplit(which: number, place: number): Split | undefined {
    const from = (which * inputs + place) * FOUND_BYTES;
    const gain = found.getFloat64(from, true);
    if (gain === 0) return undefined;
    return {
      input: asked[place]!,
      gain,
      code: found.getInt32(from + 8, true),
      missingLeft: found.getInt32(from + 12, true),
      hessian: found.getUint32(from + 16, true),
      gradient: found.getInt32(from + 20, true),
      lambda: settings.lambda,
    };
  }

  function categorySplit(leaf: LeafSums & { count: number }, place: number, address: number): Split | undefined {
    const input = asked[place]!;
    return findCategorySplit(histogramAt(address, place), {
      leaf,
      input,
      codes: [...Array(bins[input]!.count).keys(), MISSING],
      least: leastHessian(leaf),
      units,
      settings,
      value: boundedValue,
    });
  }

  function boundedValue({ gradient, hessian, lambda, low, high }: LeafSums): number {
    const value = (-gradient * units.gradient) / (hessian * units.hessian + lambda);
    return Math.min(high, Math.max(low, value));
  }

  /** What a leaf gains by its own value. */
  function gainOf(leaf: LeafSums): number {
    const [gradient, hessian] = [leaf.gradient * units.gradient, leaf.hessian * units.hessian + settings.lambda];
    const value = boundedValue({ ...leaf, lambda: settings.lambda });
    return -(2 * gradient * value + hessian * value * value);
  }
}

const isEmpty = ({ signed, unsigned }: Histogram, code: number) =>
  signed[2 * code + 1] === 0 && unsigned[2 * code] === 0;

/** Where nothing was missing, what is missing later goes with the heavier side. */
function sendMissing(split: Split, leaf: LeafSums): void {
  split.missingLeft = 2 * split.hessian >= leaf.hessian ? 1 : 0;
  if (split.set) split.set[MISSING] = split.missingLeft;
}
