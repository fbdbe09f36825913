import { encodeRows, type SparseRow } from '../../../engine/bundle/rows.ts';
import { topK } from '../../../engine/candidates/topK.ts';
import type { LocalEaseSettings } from '../../settings/localEase.ts';
import type { Rows } from '../../tables/rows.ts';
import { shopperRows } from '../als.ts';
import type { Model } from '../model.ts';
import { itemGram } from './itemGram.ts';
import { ORDER_FREE, rowBytes } from './linearRows.ts';
import { regress } from './regress.ts';

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
  // A ridge of 100 looks better than it is: trials see a part of the shoppers, who need more of it than all do.
  trials: () => [{}, { ridge: 60, dropout: 0.3, userPower: 0.3, targetPower: 0.35 }],
  sketch: () => ({ sources: 150 }),
  async fit(tables, context) {
    const rows = await localEaseRows(shopperRows(tables, context), context.config.localEase, {
      items: tables.items,
      progress: (done, total) => context.progress('local-ease', done, total),
    });
    return [{ name: 'neighbours', load: 'first', params: ORDER_FREE, arrays: encodeRows(rows) }];
  },
};

interface LocalEaseOptions {
  items: number;
  /** Threads; absent: one a core. The answer is the same. */
  threads?: number;
  progress(done: number, total: number): void;
}

/** The positive weights by source, at most `keep` of each. `byShopper`: each shopper's distinct items. */
export async function localEaseRows(
  byShopper: Rows,
  settings: LocalEaseSettings,
  { items, threads, progress }: LocalEaseOptions,
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
  const sources = asked.map((one) => mostClaiming(one, settings.sources));
  const rows: { targets: number[]; strengths: number[] }[] = Array.from({ length: items }, () => ({
    targets: [],
    strengths: [],
  }));
  const weights = await regress(gram, sources, { ...settings, threads });
  let at = 0;
  sources.forEach((own, target) => {
    for (const source of own) {
      const weight = weights[at++]!;
      if (!(weight > 0)) continue;
      rows[source]!.targets.push(target);
      rows[source]!.strengths.push(weight);
    }
  });
  progress(2 * items, 2 * items);
  return rows;
}

/** The sources that have an item among their targets, ascending, and how strongly they claim it. */
interface Asked {
  sources: number[];
  strengths: number[];
}

function mostClaiming({ sources, strengths }: Asked, most: number): number[] {
  if (sources.length <= most) return sources;
  return topK(strengths, most)
    .sort((a, b) => a - b)
    .map((s) => sources[s]!);
}
