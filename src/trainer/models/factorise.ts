import { setImmediate } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { type Rows, transpose } from '../tables/rows.ts';
import { type Crew, createCrew, defaultThreads } from '../threads/crew.ts';
import { layOut, type SharedLayout } from '../threads/layout.ts';
import { loadThreads } from '../threads/load.ts';

export interface FactoriseOptions {
  items: number;
  /** A multiple of 16. */
  dimensions: number;
  sweeps: number;
  alpha: number;
  lambda: number;
  /** Steps of conjugate gradients a row, from where its vector stands; 0: solved exactly, by Cholesky. */
  steps: number;
  /** Threads; absent: one a core, and one for little work. The answer is the same. */
  threads?: number | undefined;
  random: Random;
  progress(done: number, total: number): void;
}

/** Rows whose products join the Gram matrix at once: GRAM_CHUNK of ../threads/assembly/index.ts. */
const GRAM_CHUNK = 1024;

/** Products of an entry and a dimension, over all sweeps, below which starting threads takes longer than they save. */
const WORTH_THREADS = 2e8;

type Layout = SharedLayout<(typeof PIECES)[number]>;
const PIECES = [
  'counter',
  'gram',
  'parts',
  'itemOffsets',
  'itemColumns',
  'itemWeights',
  'shopperOffsets',
  'shopperColumns',
  'shopperWeights',
  'itemFactors',
  'shopperFactors',
  'scratch',
] as const;

/**
 * Factors of a sparse matrix of shoppers x items with weights above 0, by alternating least squares over both sides, `sweeps` times: float32,
 * items x dimensions, row-major. Every row of a side is solved against the other side as it stood, so that neither the order nor the number
 * of threads shows. Rows without entries are zero.
 */
export async function factorise(byShopper: Rows, options: FactoriseOptions): Promise<Float32Array> {
  const { items, dimensions, sweeps, random, progress } = options;
  const shoppers = byShopper.offsets.length - 1;
  const entries = byShopper.columns.length;
  const threads = options.threads ?? (entries * dimensions * sweeps < WORTH_THREADS ? 1 : defaultThreads());
  const layout: Layout = layOut({
    counter: 1,
    gram: dimensions ** 2,
    parts: Math.ceil(Math.max(items, shoppers) / GRAM_CHUNK) * dimensions ** 2,
    itemOffsets: items + 1,
    itemColumns: entries,
    itemWeights: entries,
    shopperOffsets: shoppers + 1,
    shopperColumns: entries,
    shopperWeights: entries,
    itemFactors: items * dimensions,
    shopperFactors: shoppers * dimensions,
    scratch: threads * scratchOf(dimensions),
  });
  write(layout, 'shopper', byShopper);
  write(layout, 'item', transpose(byShopper, items));
  const itemFactors = layout.floats('itemFactors');
  const spread = (0.1 * Math.sqrt(3)) / Math.sqrt(dimensions);
  for (let at = 0; at < itemFactors.length; at++) itemFactors[at] = random.between(-spread, spread);
  await setImmediate();

  const crew = createCrew(await loadThreads(), layout.memory, threads);
  try {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      progress(2 * sweep, 2 * sweeps);
      await setImmediate();
      await solveSide(crew, layout, 'shopper', 'item', options);
      await setImmediate();
      progress(2 * sweep + 1, 2 * sweeps);
      await solveSide(crew, layout, 'item', 'shopper', options);
      await setImmediate();
    }
    progress(2 * sweeps, 2 * sweeps);
    return itemFactors.slice();
  } finally {
    await crew.close();
  }
}

type Side = 'item' | 'shopper';

function write(layout: Layout, side: Side, { offsets, columns, values }: Rows): void {
  layout.ints(`${side}Offsets`).set(offsets);
  layout.ints(`${side}Columns`).set(columns);
  layout.floats(`${side}Weights`).set(values);
}

async function solveSide(
  crew: Crew,
  layout: Layout,
  side: Side,
  other: Side,
  { dimensions, alpha, lambda, steps }: FactoriseOptions,
): Promise<void> {
  const { at } = layout;
  const counter = layout.ints('counter');
  const others = layout.floats(`${other}Factors`).length / dimensions;
  const rows = layout.floats(`${side}Factors`).length / dimensions;
  counter[0] = 0;
  await crew.run('gramChunk', () => [at.counter, others, at[`${other}Factors`], at.parts, dimensions]);
  sumParts(layout, Math.ceil(others / GRAM_CHUNK), dimensions, alpha);
  counter[0] = 0;
  await crew.run('solveChunk', (place) => [
    at.counter,
    rows,
    at[`${side}Offsets`],
    at[`${side}Columns`],
    at[`${side}Weights`],
    at[`${other}Factors`],
    at[`${side}Factors`],
    at.gram,
    at.scratch + 4 * place * scratchOf(dimensions),
    dimensions,
    steps,
    lambda,
    lambda * alpha * others,
  ]);
}

/** gram = alpha x the sum of the chunks' matrices, of which only the lower triangle is there; in float64, chunk by chunk. */
function sumParts(layout: Layout, chunks: number, dimensions: number, alpha: number): void {
  const parts = layout.floats('parts');
  const gram = layout.floats('gram');
  for (let i = 0; i < dimensions; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let chunk = 0; chunk < chunks; chunk++) sum += parts[(chunk * dimensions + i) * dimensions + j]!;
      gram[i * dimensions + j] = alpha * sum;
      gram[j * dimensions + i] = alpha * sum;
    }
}

/** Floats of scratch that a thread needs, for whichever solver (../threads/assembly/exact.ts, gradient.ts), to whole cache lines. */
const scratchOf = (dimensions: number) => dimensions ** 2 + 2 * 32 * dimensions + 3 * dimensions + 64;
