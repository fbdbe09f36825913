import { encodeSection } from '../../src/engine/bundle/section.ts';
import type { SectionContent } from '../../src/engine/bundle/write.ts';
import type { Manifest } from '../../src/engine/index.ts';
import { packVectors } from '../../src/engine/kernels/quantise.ts';
import { sha256 } from '../../src/trainer/digest.ts';
import { Random } from '../../src/trainer/random.ts';

/** Encoders other than ALS, with tables of numbers that no runtime can round by luck. */
export const ENCODERS = ['bag', 'tower', 'mf'] as const;
export type EncoderName = (typeof ENCODERS)[number];

const DIMENSIONS = 48;
const INPUT_DIMENSIONS = 32;
const HIDDEN = 37;

/** The files of a bundle with another section `factors`. */
export async function withEncoder(
  files: ReadonlyMap<string, Uint8Array>,
  encoder: EncoderName,
): Promise<Map<string, Uint8Array>> {
  const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as Manifest;
  const { params, arrays } = factorsOf(encoder, manifest.counts.items);
  const { bytes, entries } = encodeSection('factors', arrays);
  const hash = Buffer.from(await sha256(bytes)).toString('hex');
  const file = `factors.${hash.slice(0, 12)}.bin`;
  const sections = manifest.sections.map((section) =>
    section.name === 'factors'
      ? { ...section, file, bytes: bytes.length, sha256: hash, params, arrays: entries }
      : section,
  );
  return new Map(files)
    .set(file, bytes)
    .set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...manifest, sections })));
}

function factorsOf(encoder: EncoderName, items: number): Pick<SectionContent, 'params' | 'arrays'> {
  const random = new Random(7, `parity ${encoder}`);
  const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
  const packed = (width: number) => packVectors(normals(items * width), width);
  const { packed: vectors, scales } = packed(DIMENSIONS);
  if (encoder === 'mf')
    return {
      params: { encoder: 'mf', dimensions: DIMENSIONS, rank: 41, mean: 3.53, lambda: 0.17 },
      arrays: { vectors, scales },
    };
  const lagWeights = Float32Array.from({ length: 9 }, (_, lag) => 0.83 ** lag);
  if (encoder === 'bag')
    return {
      params: { encoder: 'sum', dimensions: DIMENSIONS, normalise: 1 },
      arrays: { vectors, scales, lagWeights },
    };
  const { packed: inputs, scales: inputScales } = packed(INPUT_DIMENSIONS);
  return {
    params: { encoder: 'tower', inputDimensions: INPUT_DIMENSIONS, dimensions: DIMENSIONS, normalise: 1 },
    arrays: {
      ...{ vectors, scales, inputs, inputScales, lagWeights },
      ...{ w0: normals(HIDDEN * INPUT_DIMENSIONS), b0: normals(HIDDEN) },
      ...{ w1: normals(DIMENSIONS * HIDDEN), b1: normals(DIMENSIONS) },
    },
  };
}
