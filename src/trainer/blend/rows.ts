import { type Quotas, retrieve } from '../../engine/candidates/retrieve.ts';
import { pageEvent } from '../../engine/profile/pageEvent.ts';
import { numberLog, readProfile } from '../../engine/profile/readProfile.ts';
import type { Profile } from '../../engine/profile/types.ts';
import { computeFeatures, FEATURES } from '../../engine/ranking/features.ts';
import type { Engine } from '../../engine/recommender.ts';
import { filterItems } from '../../engine/shelf/filter.ts';
import { askingOf, quotasOf } from '../../engine/shelf/placements.ts';
import type { Placement, RecommendRequest, SourceName } from '../../engine/shelf/types.ts';
import type { EvaluationCase } from '../evaluation/cases.ts';
import type { Aspect } from '../evaluation/evaluate.ts';
import { idealDcg } from '../evaluation/metrics.ts';

/** Cut-off of the nDCG that the blend is chosen for, where the protocol names no other, and the largest there is. */
export const BLEND_K = 10;
const MOST_K = 100;

/** Candidates of many shoppers with their features by column, as the engine computed them. */
export interface BlendRows {
  /** Row range of each shopper. */
  offsets: Int32Array;
  /** One column per entry of FEATURES. */
  columns: Float64Array[];
  /** 1 where the shopper took the item. */
  relevant: Uint8Array;
  /** Cut-off of the nDCG, at most 100; absent: 10. */
  cutoff?: number;
  /** Best possible DCG at the cut-off of each shopper, over everything taken, retrieved or not; 0 for one who does not count. */
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
  cutoff?: number,
): BlendRows {
  const targetsOf = ({ taken, takenNew }: EvaluationCase) => (aspect === 'all' ? taken : takenNew);
  const request = { k: BLEND_K, now, repeats: aspect === 'all' ? ('allow' as const) : ('exclude' as const) };
  const asked = cases
    .filter((one) => targetsOf(one).size > 0)
    .map((one) => ({ profile: profileOf(engine, one), request, truths: [targetsOf(one)] }));
  return gather(engine, asked, quotasFor(engine, 'home', silent), 1, cutoff)[0]!;
}

/**
 * The candidates of shelves without repeats, asked for once, against two truths: what was new to the shopper, and everything taken
 * (what leaving repeats out costs). The two share their columns.
 */
export function collectRowsWithoutRepeats(
  engine: Engine,
  cases: readonly EvaluationCase[],
  now: number,
  silent: readonly SourceName[] = [],
  cutoff?: number,
): { onlyNew: BlendRows; everything: BlendRows } {
  const request = { k: BLEND_K, now, repeats: 'exclude' as const };
  const asked = cases.map((one) => ({
    profile: profileOf(engine, one),
    request,
    truths: [one.takenNew, one.taken],
  }));
  const [onlyNew, everything] = gather(engine, asked, quotasFor(engine, 'home', silent), 2, cutoff);
  return { onlyNew: onlyNew!, everything: everything! };
}

/** What a shopper was on a page about, and took. */
export interface PlacedCase extends Pick<EvaluationCase, 'history' | 'taken' | 'takenNew'> {
  /** Ids of the items that the page is about. */
  context: string[];
}

export interface PlacedQuestion {
  placement: Placement;
  now: number;
  repeats: 'allow' | 'exclude';
  /** Sources that are not asked, whatever the placement says. */
  silent: readonly SourceName[];
}

/** The candidates of a placement's page, as the engine asks for them there; cases without a relevant item are left out. */
export function collectPlaced(
  engine: Engine,
  cases: readonly PlacedCase[],
  { placement, now, repeats, silent }: PlacedQuestion,
): BlendRows {
  const { catalogue, manifest } = engine.bundle;
  const targetsOf = ({ taken, takenNew }: PlacedCase) => (repeats === 'allow' ? taken : takenNew);
  const counted = cases.filter((one) => targetsOf(one).size > 0);
  const event = pageEvent(manifest.serving);
  const asked = counted.map((one) => {
    const timestamp = (one.history.at(-1)?.timestamp ?? now) + 1;
    const seen = [...one.history, ...one.context.map((itemId) => ({ itemId, event, timestamp }))];
    const profile = engine.readProfile(seen);
    const cart = one.context.map((itemId) => catalogue.numberOf(itemId)).filter((item) => item >= 0);
    return {
      profile: placement === 'cart' ? { ...profile, cart: Int32Array.from(new Set(cart)) } : profile,
      request: { k: BLEND_K, now, repeats, context: one.context },
      truths: [targetsOf(one)],
    };
  });
  return gather(engine, asked, quotasFor(engine, placement, silent), 1)[0]!;
}

const profiles = new WeakMap<Engine, WeakMap<EvaluationCase, Profile>>();

/** What an engine knows of a shopper; every set of rows asks for it. */
function profileOf(engine: Engine, one: EvaluationCase): Profile {
  const known = profiles.get(engine) ?? new WeakMap<EvaluationCase, Profile>();
  profiles.set(engine, known);
  let profile = known.get(one);
  if (!profile) {
    const { catalogue, manifest } = engine.bundle;
    profile = readProfile(numberLog(one.history, catalogue), manifest.serving);
    known.set(one, profile);
  }
  return profile;
}

function quotasFor(engine: Engine, placement: Placement, silent: readonly SourceName[]): Quotas {
  const quotas = quotasOf(askingOf(engine.bundle.manifest.serving, { placement }));
  for (const name of silent) quotas[name] = 0;
  return quotas;
}

/** One question to the engine, and what would be right. */
interface Asked {
  profile: Profile;
  request: RecommendRequest;
  truths: readonly ReadonlySet<string>[];
}

/** One set of rows per truth; all share offsets and columns. */
function gather(engine: Engine, asked: readonly Asked[], quotas: Quotas, truths: number, cutoff?: number): BlendRows[] {
  const { catalogue, manifest } = engine.bundle;
  const parts = asked.map(({ profile, request, truths: targets }) => {
    const { preferred } = filterItems(catalogue, manifest.serving, profile, request);
    const retrieved = retrieve(engine.sources, profile, preferred, quotas);
    return {
      rows: computeFeatures(retrieved, profile, engine.sources.popularity),
      relevant: targets.map((taken) =>
        Uint8Array.from(retrieved.items, (item) => (taken.has(catalogue.ids[item]!) ? 1 : 0)),
      ),
      ideal: targets.map(({ size }) => idealDcg(Math.min(cutoff ?? BLEND_K, size))),
    };
  });
  const offsets = new Int32Array(parts.length + 1);
  parts.forEach(({ rows }, i) => {
    offsets[i + 1] = offsets[i]! + rows.length / FEATURES.length;
  });
  const columns = columnsOf(
    parts.map(({ rows }) => rows),
    offsets,
  );
  return Array.from({ length: truths }, (_, t) => {
    const relevant = new Uint8Array(offsets[parts.length]!);
    parts.forEach((part, i) => {
      relevant.set(part.relevant[t]!, offsets[i]!);
    });
    const ideal = Float64Array.from(parts, (part) => part.ideal[t]!);
    return { offsets, columns, relevant, ideal, ...(cutoff === undefined ? {} : { cutoff }) };
  });
}

/** Feature rows of all shoppers by column. Columns of nothing but 0, of sources that a shop has not got, are one and the same. */
function columnsOf(parts: readonly Float64Array[], offsets: Int32Array): Float64Array[] {
  const width = FEATURES.length;
  const none = new Float64Array(offsets[parts.length]!);
  return FEATURES.map((_, f) => {
    let column = none;
    parts.forEach((rows, i) => {
      for (let at = f, row = offsets[i]!; at < rows.length; at += width, row++) {
        if (rows[at] === 0) continue;
        if (column === none) column = new Float64Array(none.length);
        column[row] = rows[at]!;
      }
    });
    return column;
  });
}

const DISCOUNTS = Float64Array.from({ length: MOST_K }, (_, place) => 1 / Math.log2(place + 2));

/** Mean nDCG@10 of rows ordered by `scores`; ties to the earlier row, which is the more popular item. */
export function meanNdcg(rows: BlendRows, scores: Float64Array): number {
  const each = new Float64Array(rows.ideal.length);
  ndcgOfEach(rows, scores, each);
  return meanOfEach(rows, each);
}

/** nDCG@10 of each shopper into `each`; those who do not count keep what stands there. */
export function ndcgOfEach(rows: BlendRows, scores: Float64Array, each: Float64Array): void {
  for (let shopper = 0; shopper < rows.ideal.length; shopper++)
    if (rows.ideal[shopper] !== 0) each[shopper] = ndcgOfOne(rows, scores, shopper);
}

/** nDCG@10, or at the rows' own cut-off, of one shopper who counts. */
export function ndcgOfOne(rows: BlendRows, scores: Float64Array, shopper: number): number {
  const { offsets, relevant, ideal, cutoff = BLEND_K } = rows;
  if (cutoff !== BLEND_K) return dcgByRank(rows, scores, shopper, cutoff) / ideal[shopper]!;
  let filled = 0;
  let last = Number.NEGATIVE_INFINITY;
  const end = offsets[shopper + 1]!;
  for (let row = offsets[shopper]!; row < end; row++) {
    const score = scores[row]!;
    if (filled === BLEND_K && !(score > last)) continue;
    let place = filled < BLEND_K ? filled++ : BLEND_K - 1;
    for (; place > 0 && score > bestScores[place - 1]!; place--) {
      bestScores[place] = bestScores[place - 1]!;
      bestRows[place] = bestRows[place - 1]!;
    }
    bestScores[place] = score;
    bestRows[place] = row;
    last = bestScores[BLEND_K - 1]!;
  }
  let dcg = 0;
  for (let place = 0; place < filled; place++) if (relevant[bestRows[place]!] === 1) dcg += DISCOUNTS[place]!;
  return dcg / ideal[shopper]!;
}

/** The place of every relevant row, counted: of a long list quicker than keeping its best. */
function dcgByRank({ offsets, relevant }: BlendRows, scores: Float64Array, shopper: number, cutoff: number): number {
  const [start, end] = [offsets[shopper]!, offsets[shopper + 1]!];
  let dcg = 0;
  for (let row = start; row < end; row++) {
    if (relevant[row] !== 1) continue;
    const score = scores[row]!;
    let place = 0;
    for (let other = start; other < row; other++) if (scores[other]! >= score) place++;
    for (let other = row + 1; other < end; other++) if (scores[other]! > score) place++;
    if (place < cutoff) dcg += DISCOUNTS[place]!;
  }
  return dcg;
}

/**
 * nDCG of one shopper who counts, were every score changed by `delta` x `column`: what a step of a search would lead to, read no
 * further than it takes to see that a row is not among the first. For shoppers with few of `targets`, their relevant rows.
 */
export function ndcgOfStep(
  { offsets, ideal, cutoff = BLEND_K }: BlendRows,
  scores: Float64Array,
  column: Float64Array,
  delta: number,
  shopper: number,
  targets: readonly number[],
): number {
  const [start, end] = [offsets[shopper]!, offsets[shopper + 1]!];
  let dcg = 0;
  for (const row of targets) {
    const score = scores[row]! + delta * column[row]!;
    let place = 0;
    for (let other = start; other < row && place < cutoff; other++)
      if (scores[other]! + delta * column[other]! >= score) place++;
    for (let other = row + 1; other < end && place < cutoff; other++)
      if (scores[other]! + delta * column[other]! > score) place++;
    if (place < cutoff) dcg += DISCOUNTS[place]!;
  }
  return dcg / ideal[shopper]!;
}

/** The mean over the shoppers that count. */
export function meanOfEach({ ideal }: BlendRows, each: Float64Array): number {
  let total = 0;
  let counted = 0;
  for (let shopper = 0; shopper < ideal.length; shopper++) {
    if (ideal[shopper] === 0) continue;
    counted++;
    total += each[shopper]!;
  }
  return counted > 0 ? total / counted : 0;
}

// The best rows of the shopper at hand.
const bestScores = new Float64Array(BLEND_K);
const bestRows = new Int32Array(BLEND_K);
