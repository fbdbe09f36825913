import type { ServingConfig } from '../../engine/bundle/manifest.ts';
import type { SectionContent } from '../../engine/bundle/write.ts';
import { createEncoder, type ReadVector } from '../../engine/candidates/encoder.ts';
import { models } from '../../engine/candidates/models.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { unpack } from '../../engine/kernels/quantise.ts';
import { readProfile } from '../../engine/profile/readProfile.ts';
import type { TrainConfig } from '../config.ts';
import { shopperLog, type Tables } from '../tables/tables.ts';
import { chooseIndex, type IndexChoice } from './chooseIndex.ts';
import { hnswSection } from './hnswSection.ts';
import { buildIvf } from './ivf.ts';

/** Shoppers whose vectors an index is tuned on, at most. */
const SHOPPERS = 400;

/** What was chosen and what it reaches: `kind`, `why`, and the index's own figures. */
export type IndexReport = IndexChoice & Record<string, number | string>;

/**
 * The sections of a bundle with the index that the config asks for: `factors` in list order and `ivf` beside it, or `hnsw`, or
 * as they were. Tuned on the vectors of shoppers spread over the whole log, made by the device's own encoder.
 * Undefined report: there are no item vectors to index.
 */
export async function indexSections(
  sections: readonly SectionContent[],
  tables: Tables,
  { config, serving, kernels }: { config: TrainConfig; serving: ServingConfig; kernels: Kernels },
): Promise<{ sections: SectionContent[]; report?: IndexReport }> {
  const factors = sections.find(({ name }) => name === 'factors');
  if (!factors) return { sections: [...sections] };
  const choice = chooseIndex(config.index.kind, tables.items);
  if (factors.params.encoder === 'onnx')
    return {
      sections: [...sections],
      report: { kind: 'exact', why: 'its shoppers’ vectors are not known before it is asked' },
    };
  if (choice.kind === 'exact') return { sections: [...sections], report: { ...choice } };
  const users = userVectors(factors, tables, serving, kernels);
  if (choice.kind === 'hnsw') {
    const { section, choice: reached } = await hnswSection(factors, config.seed, {
      queries: users,
      recall: config.index.recall,
    });
    return { sections: [...sections, section], report: { ...choice, ...reached } };
  }
  const { recall, lists } = config.index;
  const built = buildIvf(factors, users, {
    seed: config.seed,
    kernels,
    recall,
    lists: lists === 'auto' ? undefined : lists,
  });
  return {
    sections: [...sections.map((section) => (section === factors ? built.factors : section)), built.ivf],
    report: { ...choice, ...built.report },
  };
}

/** Vectors of at most SHOPPERS shoppers with a history, row-major. */
function userVectors(factors: SectionContent, tables: Tables, serving: ServingConfig, kernels: Kernels): Float32Array {
  const dimensions = factors.params.dimensions as number;
  const { vectors, scales } = factors.arrays as { vectors: Int8Array; scales: Float32Array };
  const readVector: ReadVector = (item, into, at) => {
    for (let d = 0; d < dimensions; d++) into[at + d] = unpack(vectors[item * dimensions + d]!, d) * scales[item]!;
  };
  const encode = createEncoder(factors, tables.items, kernels, readVector, models.createEncoder);
  const rows: number[] = [];
  const stride = Math.max(1, Math.ceil(tables.shoppers / SHOPPERS));
  for (let shopper = 0; shopper < tables.shoppers; shopper += stride) {
    const vector = encode(readProfile(shopperLog(tables, shopper), serving));
    if (vector) rows.push(...vector);
  }
  return Float32Array.from(rows);
}
