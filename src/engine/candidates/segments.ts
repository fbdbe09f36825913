import { fail } from '../../errors/fail.ts';
import type { Section } from '../bundle/bundle.ts';
import type { Catalogue } from '../bundle/catalogue.ts';
import { arrayOf } from '../bundle/section.ts';
import type { Profile } from '../profile/types.ts';
import { answerOfFew } from './answers.ts';
import { RFM, rfmOf } from './rfm.ts';
import type { CandidateSource } from './source.ts';

/** What is popular with one kind of shopper. */
export interface SegmentsSource extends CandidateSource {
  readonly count: number;
  /** The profile's segment, from 0; undefined for an empty history. Found on the device, told to nobody. */
  segmentOf(profile: Profile): number | undefined;
}

/**
 * Segments: the shares of the shopper's weight per category, and their recency, frequency and monetary value where the section has
 * them, belong to the nearest centroid (Euclidean, ties to the lower number), whose list they get.
 * Section layout: docs/bundle-format.md.
 * @throws BUNDLE_LAYOUT
 */
export function createSegmentsSource(section: Section, catalogue: Catalogue): SegmentsSource {
  const categories = catalogue.categories.length;
  const starts = arrayOf(section, 'starts', Uint32Array);
  const count = starts.length - 1;
  const centroids = arrayOf(section, 'centroids', Uint8Array, count * categories);
  const items = arrayOf(section, 'items', Uint32Array, starts.at(-1));
  const scores = arrayOf(section, 'scores', Uint8Array, starts.at(-1));
  if (count < 1 || starts[0] !== 0 || starts.some((start, s) => s > 0 && start < starts[s - 1]!))
    throw fail('BUNDLE_LAYOUT', 'section "segments", array "starts"');
  if (items.some((item) => item >= catalogue.size)) throw fail('BUNDLE_LAYOUT', 'section "segments", array "items"');
  const squares = Float64Array.from({ length: count }, (_, segment) => {
    let sum = 0;
    for (let c = 0; c < categories; c++)
      sum += (centroids[segment * categories + c]! / 255) * (centroids[segment * categories + c]! / 255);
    return sum;
  });

  const rfm = readRfm(section, count);

  const segmentOf = (profile: Profile) => {
    const shares = new Map<number, number>();
    let total = 0;
    profile.items.forEach((item, r) => {
      const category = catalogue.category[item]!;
      shares.set(category, (shares.get(category) ?? 0) + profile.weights[r]!);
      total += profile.weights[r]!;
    });
    if (!(total > 0)) return undefined;
    const point = rfm?.pointOf(rfmOf(profile, catalogue.price));
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let segment = 0; segment < count; segment++) {
      // The shares' own square is the same for all.
      let distance = squares[segment]!;
      for (const [category, weight] of shares)
        distance -= (2 * (weight / total) * centroids[segment * categories + category]!) / 255;
      for (let k = 0; point && k < RFM; k++) {
        const apart = point[k]! - rfm!.centroids[segment * RFM + k]!;
        distance += apart * apart;
      }
      if (distance < least) [nearest, least] = [segment, distance];
    }
    return nearest;
  };
  return {
    name: 'segments',
    count,
    segmentOf,
    ask(profile) {
      const segment = segmentOf(profile);
      if (segment === undefined) return undefined;
      const [from, to] = [starts[segment]!, starts[segment + 1]!];
      if (from === to) return undefined;
      const shares = Float64Array.from(scores.subarray(from, to), (score) => score / 255);
      return answerOfFew('segments', items.subarray(from, to), shares);
    },
  };
}

/** Where the section has them: the centroids' recency, frequency and monetary value, and how a shopper's become comparable. */
function readRfm(section: Section, count: number) {
  if (!section.arrays.rfm) return undefined;
  const centroids = arrayOf(section, 'rfm', Float32Array, count * RFM);
  const means = arrayOf(section, 'rfmMeans', Float32Array, RFM);
  const scales = arrayOf(section, 'rfmScales', Float32Array, RFM);
  return { centroids, pointOf: (values: Float64Array) => values.map((value, k) => (value - means[k]!) * scales[k]!) };
}
