import { createCrew, defaultThreads } from '../../threads/crew.ts';
import { layOut } from '../../threads/layout.ts';
import { loadThreads } from '../../threads/load.ts';
import type { ItemGram } from './itemGram.ts';

export interface RegressOptions {
  /** Added to every diagonal element. */
  ridge: number;
  /** In [0, 1): a diagonal element grows by dropout / (1 - dropout) of itself (Steck 2020). */
  dropout: number;
  /** Threads; absent: one a core, and one for little work. The answer is the same. */
  threads?: number | undefined;
}

/** Products of all systems below which starting threads takes longer than they save. */
const WORTH_THREADS = 1e8;

/** A place is two bytes, of which 0 says none and the last one target. */
const MOST_SOURCES = 65_000;

/**
 * For each item j as a target the ridge regression (G_NN + dropout / (1 - dropout) diag G_NN + ridge I) w = G_Nj over its sources N, and once more without
 * those whose weight came out negative. Gives the weights, 0 for those left out, target after target in the order of `sources`. Float32, on several threads.
 * @param sources of each target, distinct, ascending, without itself; at most 65,000
 */
export async function regress(
  { columns, values, diagonal }: ItemGram,
  sources: readonly (readonly number[])[],
  { ridge, dropout, threads: asked }: RegressOptions,
): Promise<Float32Array> {
  const items = sources.length;
  const widest = 4 * Math.ceil(sources.reduce((most, { length }) => Math.max(most, length), 0) / 4);
  if (widest === 0) return new Float32Array(0);
  if (widest > MOST_SOURCES) throw new RangeError(`${widest} sources of one target`);
  const work = sources.reduce((sum, { length }) => sum + length ** 3 / 6, 0);
  const threads = asked ?? (work < WORTH_THREADS ? 1 : defaultThreads());
  const pairs = sources.reduce((sum, { length }) => sum + length, 0);
  const entries = columns.reduce((sum, { length }) => sum + length, 0);
  const layout = layOut({
    counter: 1,
    askedOffsets: items + 1,
    asked: pairs,
    weights: pairs,
    offsets: items + 1,
    columns: entries,
    values: entries,
    diagonal: items,
    scratch: threads * scratchOf(widest, items),
  });
  write(layout.ints('askedOffsets'), layout.ints('asked'), sources);
  write(layout.ints('offsets'), layout.ints('columns'), columns);
  let at = 0;
  for (const row of values) {
    layout.floats('values').set(row, at);
    at += row.length;
  }
  const denoising = 1 + dropout / (1 - dropout);
  layout.floats('diagonal').set(diagonal.map((value) => denoising * value));
  const crew = createCrew(await loadThreads(), layout.memory, threads);
  try {
    await crew.run('regressChunk', (place) => [
      layout.at.counter,
      items,
      layout.at.askedOffsets,
      layout.at.asked,
      layout.at.weights,
      layout.at.offsets,
      layout.at.columns,
      layout.at.values,
      layout.at.diagonal,
      ridge,
      widest,
      layout.at.scratch + 4 * place * scratchOf(widest, items),
    ]);
    return layout.floats('weights').slice();
  } finally {
    await crew.close();
  }
}

function write(offsets: Int32Array, all: Int32Array, rows: readonly ArrayLike<number>[]): void {
  let at = 0;
  rows.forEach((row, r) => {
    all.set(row, at);
    at += row.length;
    offsets[r + 1] = at;
  });
}

/** Floats that a thread needs (../../threads/assembly/regress.ts), to whole cache lines. */
const scratchOf = (widest: number, items: number) =>
  16 * Math.ceil((widest * (2 * widest + 16) + 4 * (widest + 16) + 16 + items / 2 + 1) / 16);
