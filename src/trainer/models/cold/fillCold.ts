import type { TypedArray } from '../../../engine/bundle/bundle.ts';
import type { SectionContent } from '../../../engine/bundle/write.ts';
import { packVectors, unpackVectors } from '../../../engine/kernels/quantise.ts';
import { fitRidge } from './ridge.ts';

/** Shoppers at which an item's own vector says as much as its neighbours in a ridge: half the weight that many have. */
const HALF_WEIGHT = 5;

/** What is written of items, and who took them. */
export interface ColdMaterial {
  /** Content vectors, items x `width`, a row of zeros for an item of which nothing is written. */
  content: Float32Array;
  width: number;
  /** Different shoppers of each item. */
  support: Float64Array;
}

export interface ColdSettings {
  /** The map's vectors are multiplied by it: below 1, items that nobody took stand behind those that are known; 0: they get none. */
  weight: number;
  /** Ridge of the map, in units of its rows' weight. */
  lambda: number;
}

/** Vectors and scales that an item has in a section of factors, whatever its encoder. */
const TABLES = [
  { vectors: 'vectors', scales: 'scales', dimensions: 'dimensions' },
  { vectors: 'inputs', scales: 'inputScales', dimensions: 'inputDimensions' },
] as const;

/**
 * The section with vectors for items that nobody took: a ridge from content to the vectors of items that shoppers took, applied to what is
 * written of the others (Gantner et al. 2010). Items in both tables of a section, where it has input vectors too. Vectors of items
 * that somebody took stay as they are, to the bit, and so do user vectors: an ALS section's Gram matrix is still that of
 * the items that were trained on.
 */
export function fillCold(
  section: SectionContent,
  material: ColdMaterial,
  { weight, lambda }: ColdSettings,
): SectionContent {
  const { content, width, support } = material;
  const cold = Array.from(support.keys()).filter((item) => support[item] === 0 && isDescribed(material, item));
  if (cold.length === 0 || weight === 0) return section;
  const weights = Float64Array.from(support, (n, item) => (isDescribed(material, item) ? n / (n + HALF_WEIGHT) : 0));
  const arrays: Record<string, TypedArray> = { ...section.arrays };
  for (const names of TABLES) {
    const packed = arrays[names.vectors] as Int8Array | undefined;
    const scales = arrays[names.scales] as Float32Array | undefined;
    if (!packed || !scales) continue;
    const d = Number(section.params[names.dimensions] ?? section.params.dimensions);
    const targets = unpackVectors(packed, scales, d);
    const map = fitRidge({ inputs: content, width, targets, outputs: d, weights, lambda });
    const vector = new Float32Array(d);
    const filled = { packed: packed.slice(), scales: scales.slice() };
    for (const item of cold) {
      map.apply(content.subarray(item * width, (item + 1) * width), vector);
      for (let at = 0; at < d; at++) vector[at] = vector[at]! * weight;
      const one = packVectors(vector, d);
      filled.packed.set(one.packed, item * d);
      filled.scales[item] = one.scales[0]!;
    }
    arrays[names.vectors] = filled.packed;
    arrays[names.scales] = filled.scales;
  }
  return { ...section, arrays };
}

function isDescribed({ content, width }: ColdMaterial, item: number): boolean {
  for (let at = item * width; at < (item + 1) * width; at++) if (content[at] !== 0) return true;
  return false;
}
