import { retrieve } from '../../engine/candidates/retrieve.ts';
import { numberLog, readProfile } from '../../engine/profile/readProfile.ts';
import { computeFeatures, FEATURES } from '../../engine/ranking/features.ts';
import type { Engine } from '../../engine/recommender.ts';
import { filterItems } from '../../engine/shelf/filter.ts';
import { askingOf, quotasOf } from '../../engine/shelf/placements.ts';
import type { SourceName } from '../../engine/shelf/types.ts';
import type { EvaluationCase } from '../evaluation/cases.ts';
import type { Aspect } from '../evaluation/evaluate.ts';
import { idealDcg } from '../evaluation/metrics.ts';

/** Cut-off of the nDCG that the blend is chosen for. */
export const BLEND_K = 10;

/** Candidates of many shoppers with their features by column, as the engine computed them. */
export interface BlendRows {
  /** Row range of each shopper. */
  offsets: Int32Array;
  /** One column per entry of FEATURES. */
  columns: Float64Array[];
  /** 1 where the shopper took the item. */
  relevant: Uint8Array;
  /** Best possible DCG@10 of each shopper, over everything taken, retrieved or not. */
  ideal: Float64Array;
}

/**
 * Asks the engine's own stages for every case's candidates, as the home placement asks the sources, `silent` ones apart;
 * cases without a relevant item are left out.
 */
export function collectRows(
  engine: Engine,
  cases: readonly EvaluationCase[],
  aspect: Aspect,
  now: number,
  silent: readonly SourceName[] = [],
): BlendRows {
  const { catalogue, manifest } = engine.bundle;
  const quotas = quotasOf(askingOf(manifest.serving, { placement: 'home' }));
  for (const name of silent) quotas[name] = 0;
  const parts: { rows: Float64Array; relevant: Uint8Array; ideal: number }[] = [];
  for (const { history, taken, takenNew } of cases) {
    const targets = aspect === 'all' ? taken : takenNew;
    if (targets.size === 0) continue;
    const profile = readProfile(numberLog(history, catalogue), manifest.serving);
    const request = { k: BLEND_K, now, repeats: aspect === 'all' ? ('allow' as const) : ('exclude' as const) };
    const retrieved = retrieve(
      engine.sources,
      profile,
      filterItems(catalogue, manifest.serving, profile, request).preferred,
      quotas,
    );
    parts.push({
      rows: computeFeatures(retrieved, profile, engine.sources.popularity),
      relevant: Uint8Array.from(retrieved.items, (item) => (targets.has(catalogue.ids[item]!) ? 1 : 0)),
      ideal: idealDcg(Math.min(BLEND_K, targets.size)),
    });
  }
  const offsets = new Int32Array(parts.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i]! + part.relevant.length;
  });
  const total = offsets[parts.length]!;
  const columns = FEATURES.map(() => new Float64Array(total));
  const relevant = new Uint8Array(total);
  parts.forEach((part, i) => {
    relevant.set(part.relevant, offsets[i]!);
    for (let row = 0; row < part.relevant.length; row++)
      for (let f = 0; f < FEATURES.length; f++) columns[f]![offsets[i]! + row] = part.rows[row * FEATURES.length + f]!;
  });
  return { offsets, columns, relevant, ideal: Float64Array.from(parts, (part) => part.ideal) };
}

const DISCOUNTS = Float64Array.from({ length: BLEND_K }, (_, place) => 1 / Math.log2(place + 2));

/** Mean nDCG@10 of rows ordered by `scores`; ties to the earlier row, which is the more popular item. */
export function meanNdcg(rows: BlendRows, scores: Float64Array): number {
  const bestScores = new Float64Array(BLEND_K);
  const bestRows = new Int32Array(BLEND_K);
  let total = 0;
  for (let shopper = 0; shopper < rows.ideal.length; shopper++) {
    let filled = 0;
    for (let row = rows.offsets[shopper]!; row < rows.offsets[shopper + 1]!; row++) {
      const score = scores[row]!;
      if (filled === BLEND_K && !(score > bestScores[BLEND_K - 1]!)) continue;
      let place = filled < BLEND_K ? filled++ : BLEND_K - 1;
      for (; place > 0 && score > bestScores[place - 1]!; place--) {
        bestScores[place] = bestScores[place - 1]!;
        bestRows[place] = bestRows[place - 1]!;
      }
      bestScores[place] = score;
      bestRows[place] = row;
    }
    let dcg = 0;
    for (let place = 0; place < filled; place++) if (rows.relevant[bestRows[place]!] === 1) dcg += DISCOUNTS[place]!;
    total += dcg / rows.ideal[shopper]!;
  }
  return rows.ideal.length > 0 ? total / rows.ideal.length : 0;
}
