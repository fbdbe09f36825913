import type { TreeSettings } from '../../settings/trees.ts';
import { MISSING } from './bins.ts';
import type { Units } from './grow.ts';
import type { Histogram, LeafSums, Split } from './splitter.ts';

interface CategorySearch {
  leaf: LeafSums & { count: number };
  input: number;
  /** Codes that may go left. */
  codes: readonly number[];
  /** Whole hessian of a side at least. */
  least: number;
  /** What a whole gradient and a whole hessian stand for. */
  units: Units;
  settings: TreeSettings;
  /** Value of a side within its bounds, in the objective's units. */
  value(sums: LeafSums): number;
}

interface Side {
  gradient: number;
  hessian: number;
}

/**
 * The best set of categories to go left, its gain in whole units. Few categories: one of them against the rest. More: in the order of gradient
 * by hessian, smoothed, the best split of that order is the best of all sets (Fisher 1958); it is sought from both ends, since the side that
 * is named has at most `maxCategories` and what is not named goes right.
 */
export function findCategorySplit(histogram: Histogram, search: CategorySearch): Split | undefined {
  const { leaf, settings, units } = search;
  const sideOf = (code: number): Side => ({
    gradient: histogram.signed[2 * code + 1]!,
    hessian: histogram.unsigned[2 * code]!,
  });
  const rowsOf = ({ hessian }: Side) => (hessian * leaf.count) / leaf.hessian;
  const there = search.codes.filter((code) => sideOf(code).hessian > 0);
  let best: Split | undefined;

  if (there.length <= settings.oneHot) {
    for (const code of there) consider([code], sideOf(code), settings.lambda);
    return best;
  }

  const lambda = settings.lambda + settings.categoryLambda;
  const smooth = settings.categorySmooth / units.hessian;
  const ratio = (code: number) => sideOf(code).gradient / (sideOf(code).hessian + smooth);
  const ordered = there
    .filter((code) => rowsOf(sideOf(code)) >= settings.categorySmooth)
    .sort((a, b) => ratio(a) - ratio(b) || a - b);
  const most = Math.min(settings.maxCategories, Math.ceil(ordered.length / 2));
  for (const codes of [ordered, [...ordered].reverse()]) {
    const sum = { gradient: 0, hessian: 0 };
    let rows = 0;
    for (let named = 1; named <= most; named++) {
      const side = sideOf(codes[named - 1]!);
      sum.gradient += side.gradient;
      sum.hessian += side.hessian;
      rows += rowsOf(side);
      if (rows < settings.minCategoryRows) continue;
      if (rowsOf({ gradient: 0, hessian: leaf.hessian - sum.hessian }) < settings.minCategoryRows) break;
      if (consider(codes.slice(0, named), sum, lambda)) rows = 0;
    }
  }
  return best;

  /** Keeps these categories where they gain most. True where both sides are heavy enough. */
  function consider(codes: number[], { gradient, hessian }: Side, ridge: number): boolean {
    const rest = { gradient: leaf.gradient - gradient, hessian: leaf.hessian - hessian };
    if (hessian < search.least || rest.hessian < search.least) return false;
    const gain = gainOf({ gradient, hessian }, ridge) + gainOf(rest, ridge);
    if (gain <= (best?.gain ?? 0)) return true;
    const set = new Uint8Array(256);
    for (const code of codes) set[code] = 1;
    best = { input: search.input, gain, code: 0, set, missingLeft: set[MISSING]!, gradient, hessian, lambda: ridge };
    return true;
  }

  function gainOf(side: Side, ridge: number): number {
    // Whole units: the value comes back from the objective's.
    const value = (search.value({ ...leaf, ...side, lambda: ridge }) * units.hessian) / units.gradient;
    return -(2 * side.gradient * value + (side.hessian + ridge / units.hessian) * value * value);
  }
}
