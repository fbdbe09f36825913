import type { Section } from '../../engine/bundle/bundle.ts';
import { createEncoder } from '../../engine/candidates/encoder.ts';
import { models } from '../../engine/candidates/models.ts';
import { createRowsSource } from '../../engine/candidates/rows.ts';
import type { Candidate } from '../../engine/candidates/source.ts';
import type { Exact } from '../../engine/kernels/exact.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { unpackVectors } from '../../engine/kernels/quantise.ts';
import { createEngine, type Engine } from '../../engine/recommender.ts';
import { gramMatrix } from '../models/gram.ts';
import { floatScanner, floatSummer } from './floatKernels.ts';

/** Tables whose strengths are rounded to 8 bits. */
const TABLES = ['transitions', 'neighbours', 'together'] as const;

/**
 * The engine of the same bundle with the numbers that training had before it rounded them: float32 item vectors, input vectors and Gram
 * matrix, table strengths as they were summed, even those too weak for 8 bits. What neither is (text, segments, sessions,
 * popularity) stays as it ships. `replaced` names what is float.
 */
export function floatTwin(
  { bundle }: Pick<Engine, 'bundle'>,
  kernels: Kernels,
  exact: Exact,
): { engine: Engine; replaced: string[] } {
  const engine = createEngine(bundle, kernels);
  const { sources } = engine;
  const { size } = bundle.catalogue;
  const replaced: string[] = [];
  for (const name of TABLES) {
    const section = bundle.section(name);
    const rows = section && exact.tables.find(({ entries }) => isSame(entries, section.arrays.entries))?.rows;
    if (!section || !rows) continue;
    sources[name] = createRowsSource(name, section, size, { ...kernels, createRows: () => floatSummer(rows, size) });
    replaced.push(name);
  }
  const section = bundle.section('factors');
  const vectors = section && vectorsOf(section, 'vectors', exact);
  if (section && vectors && sources.factors) {
    sources.factors = { ...sources.factors, ...floatFactors(section, size, kernels, vectors, exact) };
    replaced.push('factors');
  }
  return { engine, replaced };
}

function floatFactors(section: Section, size: number, kernels: Kernels, vectors: Float32Array, exact: Exact) {
  const dimensions = Number(section.params.dimensions);
  const scanner = floatScanner(vectors, size, dimensions);
  // Encoders read inputs by the same function as items where the section has none of its own.
  const { inputs: packedInputs, inputScales, gram, ...arrays } = section.arrays;
  const inputs = packedInputs && (vectorsOf(section, 'inputs', exact) ?? roundedInputs(section));
  const width = inputs ? inputs.length / size : dimensions;
  const rows = inputs ?? vectors;
  const isWide = width !== dimensions;
  const bare = {
    ...section,
    arrays: {
      ...arrays,
      ...(gram ? { gram: gramMatrix(vectors, dimensions, Number(section.params.alpha)) } : {}),
      // A tower insists on inputs of their own width; it reads them as they ship.
      ...(isWide && packedInputs && inputScales ? { inputs: packedInputs, inputScales } : {}),
    },
  };
  const userVector = createEncoder(
    bare,
    size,
    kernels,
    (item, into, at) => into.set(rows.subarray(item * dimensions, (item + 1) * dimensions), at),
    models.createEncoder,
  );
  const ask: NonNullable<Engine['sources']['factors']>['ask'] = (profile) => {
    const vector = userVector(profile);
    if (!vector) return undefined;
    return {
      scoresOf: (asked) => scanner.scoresOf(vector, asked),
      candidates(count, allowed) {
        const found = scanner.search(vector, count, { allowed });
        return Array.from(found.items, (item, i): Candidate => ({ item, source: 'factors', score: found.scores[i]! }));
      },
    };
  };
  return { userVector, ask };
}

const roundedInputs = ({ arrays, params }: Section) =>
  unpackVectors(arrays.inputs as Int8Array, arrays.inputScales as Float32Array, Number(params.dimensions));

function vectorsOf(section: Section, name: string, { vectors }: Exact): Float32Array | undefined {
  return vectors.find(({ packed }) => isSame(packed, section.arrays[name]))?.rows;
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number> | undefined): boolean {
  if (a.length !== b?.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
