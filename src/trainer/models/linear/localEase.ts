import { setImmediate } from 'node:timers/promises';
import { encodeRows, type SparseRow } from '../../../engine/bundle/rows.ts';
import { topK } from '../../../engine/candidates/topK.ts';
import type { Kernels, Solver } from '../../../engine/kernels/kernels.ts';
import type { LocalEaseSettings } from '../../settings/localEase.ts';
import type { Rows } from '../../tables/rows.ts';
import { shopperRows } from '../als.ts';
import type { Model } from '../model.ts';
import { type ItemGram, itemGram } from './itemGram.ts';
import { ORDER_FREE, rowBytes } from './linearRows.ts';

/** Sizes of systems go up in these steps, and a solver is made for each: what is beyond a target's sources is an identity. */
const STEP = 32;

/**
 * LocalEASE: EASE (Steck 2019) with denoising (Steck 2020) where the items are too many for one inverse. An item may have weights for the
 * `keep` targets that share most with it; a target's weights solve a ridge regression over the sources that have it so, with everything else
 * 0: (G_NN + ridge I + dropout / (1 - dropout) diag G_NN) w = G_Nj, G = X^T D X. Pruned per source and not per target, since a
 * history is a set of sources, and before the solve, so that the weights which ship make up for those that do not. A row holds evidence for: sources whose weights
 * come out negative are left out, and the rest solved again, which ranks as well as negative weights do.
 */
export const localEase: Model = {
  name: 'local-ease',
  table: 'neighbours',
  bytes: (items, { keep }: LocalEaseSettings) => rowBytes(items, keep),
  trials: () => [
    {},
    { ridge: 60, dropout: 0.3, userPower: 0.3, targetPower: 0.35 },
    { ridge: 100, userPower: 0.5, targetPower: 0.2 },
  ],
  sketch: () => ({ sources: 150 }),
  async fit(tables, context) {
    const rows = await localEaseRows(shopperRows(tables, context), context.config.localEase, {
      items: tables.items,
      kernels: context.kernels,
      progress: (done, total) => context.progress('local-ease', done, total),
    });
    return [{ name: 'neighbours', load: 'first', params: ORDER_FREE, arrays: encodeRows(rows) }];
  },
};

interface LocalEaseOptions {
  items: number;
  kernels: Kernels;
  progress(done: number, total: number): void;
}

/** The positive weights by source, at most `keep` of each. `byShopper`: each shopper's distinct items. */
export async function localEaseRows(
  byShopper: Rows,
  settings: LocalEaseSettings,
  { items, kernels, progress }: LocalEaseOptions,
): Promise<SparseRow[]> {
  const { keep, userPower, targetPower } = settings;
  const counts = new Float64Array(items);
  for (const item of byShopper.columns) counts[item]!++;
  const ease = Float64Array.from(counts, (count) => Math.max(1, count) ** -targetPower);
  const taking = Float64Array.from(counts, (count) => Math.max(1, count) ** -0.5);
  const asked: Asked[] = Array.from({ length: items }, () => ({ sources: [], strengths: [] }));
  const claims = new Float64Array(items);
  const gram = await itemGram(byShopper, {
    items,
    userPower,
    visit(item, touched, shared) {
      for (const other of touched) claims[other] = other === item ? 0 : shared[other]! * ease[other]!;
      for (const target of topK(claims, keep, undefined, touched)) {
        if (!(claims[target]! > 0)) continue;
        asked[target]!.sources.push(item);
        asked[target]!.strengths.push(claims[target]! * taking[item]!);
      }
    },
    progress: (done) => progress(done, 2 * items),
  });
  const rows: { targets: number[]; strengths: number[] }[] = Array.from({ length: items }, () => ({
    targets: [],
    strengths: [],
  }));
  const weightsOf = createRegression(gram, asked, settings, kernels, items);
  for (let target = 0; target < items; target++) {
    if (target % 256 === 0) {
      progress(items + target, 2 * items);
      await setImmediate();
    }
    const { sources, weights } = weightsOf(target);
    for (let s = 0; s < sources.length; s++) {
      if (!(weights[s]! > 0)) continue;
      rows[sources[s]!]!.targets.push(target);
      rows[sources[s]!]!.strengths.push(weights[s]!);
    }
  }
  progress(2 * items, 2 * items);
  return rows;
}

/** The sources that have an item among their targets, ascending, and how strongly they claim it. */
interface Asked {
  sources: number[];
  strengths: number[];
}

/** Solves the regression of one target: its sources, ascending, and their weights (a view that the next call overwrites). */
function createRegression(
  { columns, values, diagonal }: ItemGram,
  asked: readonly Asked[],
  { ridge, dropout, sources: most }: LocalEaseSettings,
  kernels: Kernels,
  items: number,
) {
  const solvers = new Map<number, Solver>();
  // Of every item its place among the sources at hand; -1: none.
  const placeOf = new Int32Array(items).fill(-1);
  const widest = STEP * Math.ceil(most / STEP);
  const matrix = new Float32Array(widest * widest);
  const right = new Float32Array(widest);
  const weights = new Float32Array(widest);
  const denoising = 1 + dropout / (1 - dropout);
  const zero = new Float32Array(1);
  const one = Float32Array.of(1);

  const collect = (sources: readonly number[], target: number, size: number) => {
    for (let s = 0; s < sources.length; s++) placeOf[sources[s]!] = s;
    // The target stands behind all sources: what its row or a later one shares with it goes to the right-hand side.
    const last = sources.length;
    placeOf[target] = last;
    for (let s = 0; s < last; s++) {
      const source = sources[s]!;
      const [others, shared] = [columns[source]!, values[source]!];
      for (let at = 0; at < others.length; at++) {
        const place = placeOf[others[at]!]!;
        if (place < 0) continue;
        if (place === last) right[s] = shared[at]!;
        else matrix[s * size + place] = shared[at]!;
      }
      matrix[s * size + s] = denoising * diagonal[source]!;
    }
    const [others, shared] = [columns[target]!, values[target]!];
    for (let at = 0; at < others.length; at++) {
      const place = placeOf[others[at]!]!;
      if (place >= 0 && place < last) right[place] = shared[at]!;
    }
    for (const source of sources) placeOf[source] = -1;
    placeOf[target] = -1;
  };

  /** Solves the system of `count` sources that lies in `matrix`, rows of `width`. */
  const solve = (count: number, width: number) => {
    for (let s = count; s < width; s++) {
      matrix.fill(0, s * width, s * width + s);
      matrix[s * width + s] = 1;
      right[s] = 0;
    }
    const solver = solvers.get(width) ?? kernels.createSolver(width);
    solvers.set(width, solver);
    solver.begin(matrix, ridge);
    solver.add(right, zero, one, 1);
    solver.solve(weights.subarray(0, width));
  };

  /** Leaves in `matrix` and `right` only these places, ascending: nothing is overwritten before it is read. */
  const shrink = (places: readonly number[], width: number, narrower: number) => {
    for (let s = 0; s < places.length; s++) {
      const [from, to] = [places[s]! * width, s * narrower];
      for (let t = 0; t <= s; t++) matrix[to + t] = matrix[from + places[t]!]!;
      right[s] = right[places[s]!]!;
    }
  };

  return (target: number) => {
    const sources = mostClaiming(asked[target]!, most);
    const width = widthOf(sources.length);
    if (width === 0) return { sources, weights };
    for (let s = 0; s < sources.length; s++) {
      matrix.fill(0, s * width, s * width + s);
      right[s] = 0;
    }
    collect(sources, target, width);
    solve(sources.length, width);
    const places: number[] = [];
    for (let s = 0; s < sources.length; s++) if (weights[s]! > 0) places.push(s);
    const narrower = widthOf(places.length);
    if (places.length === sources.length || narrower === 0) return { sources, weights };
    shrink(places, width, narrower);
    solve(places.length, narrower);
    return { sources: places.map((s) => sources[s]!), weights };
  };
}

const widthOf = (sources: number) => STEP * Math.ceil(sources / STEP);

function mostClaiming({ sources, strengths }: Asked, most: number): number[] {
  if (sources.length <= most) return sources;
  return topK(strengths, most)
    .sort((a, b) => a - b)
    .map((s) => sources[s]!);
}
