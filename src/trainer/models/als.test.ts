import { describe, expect, it } from 'vitest';
import { createJsKernels } from '../../engine/kernels/js.ts';
import type { Engine } from '../../engine/recommender.ts';
import { parseConfig } from '../config.ts';
import { Random } from '../random.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import { als } from './als.ts';

const D = 16;
const SWEEPS = 4;
const SEED = 3;
/** Half the width of the uniform start: a standard deviation of 0.1 a vector. */
const START = (0.1 * Math.sqrt(3)) / Math.sqrt(D);
/** Strong enough that a slip in either would show. */
const SETTING = { alpha: 0.3, lambda: 0.1 };
const { alpha, lambda } = SETTING;
const SHOPPERS = 30;
const ITEMS = 24;

type Matrix = number[][];

/** Shoppers with tastes in four groups and some noise, one purchase a minute; every cell is 0, 1 or 2. */
function randomCounts(): Matrix {
  const random = new Random(11, 'counts');
  return Array.from({ length: SHOPPERS }, (_, s) =>
    Array.from({ length: ITEMS }, (_, i) => {
      if (random.next() > (s % 4 === i % 4 ? 0.7 : 0.1)) return 0;
      return random.next() < 0.3 ? 2 : 1;
    }),
  );
}

const itemId = (item: number) => `i${String(item).padStart(2, '0')}`;

function rowsOf(counts: Matrix): LogRow[] {
  const rows: LogRow[] = [];
  counts.forEach((row, s) => {
    row.forEach((count, i) => {
      for (let n = 0; n < count; n++)
        rows.push([`s${String(s).padStart(2, '0')}`, itemId(i), (n * ITEMS + i) * 60_000]);
    });
  });
  return rows;
}

/** Solves the symmetric system by Gauss and Jordan with pivoting, in float64. */
function solve(matrix: Matrix, right: number[]): number[] {
  const rows = matrix.map((row, r) => [...row, right[r]!]);
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows.slice(c).reduce((best, row) => (Math.abs(row[c]!) > Math.abs(best[c]!) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(c, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[c]! / pivot[c]!;
      for (let k = c; k < row.length; k++) row[k]! -= factor * pivot[k]!;
    }
  }
  return rows.map((row, r) => row.at(-1)! / row[r]!);
}

/** One row's least squares, straight from the objective: observed w (1 - x.y)^2 + alpha all (x.y)^2 + ridge x.x. */
function solveRow(weights: number[], others: Matrix): number[] {
  const observed = weights.filter((weight) => weight > 0).length;
  if (observed === 0) return new Array<number>(D).fill(0);
  const ridge = lambda * (observed + alpha * others.length);
  const matrix = Array.from({ length: D }, (_, a) =>
    Array.from({ length: D }, (_, b) =>
      others.reduce((sum, y, o) => sum + (alpha + weights[o]!) * y[a]! * y[b]!, a === b ? ridge : 0),
    ),
  );
  return solve(
    matrix,
    Array.from({ length: D }, (_, a) => others.reduce((sum, y, o) => sum + weights[o]! * y[a]!, 0)),
  );
}

/** ALS in float64 over rows in the bundle's item order, from the same seeded start. */
function reference(weights: Matrix): { shoppers: Matrix; items: Matrix } {
  const random = new Random(SEED, 'als');
  let items: Matrix = Array.from({ length: ITEMS }, () =>
    Array.from({ length: D }, () => random.between(-START, START)),
  );
  let shoppers: Matrix = [];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    shoppers = weights.map((row) => solveRow(row, items));
    items = items.map((_, i) =>
      solveRow(
        weights.map((row) => row[i]!),
        shoppers,
      ),
    );
  }
  return { shoppers: weights.map((row) => solveRow(row, items)), items };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const config = parseConfig({ seed: SEED, halfLifeDays: 0, als: { dimensions: D, sweeps: SWEEPS, ...SETTING } });
const counts = randomCounts();
const fitted = (input: Partial<Parameters<typeof trainEngine>[0]> = {}) =>
  trainEngine({ log: makeLog(rowsOf(counts)), models: [als], config, ...input }, { blend: { factors: 1 } });

/** A shopper's weights over the bundle's item numbers. */
const weightsOf = ({ bundle }: Engine, row: number[]) => bundle.catalogue.ids.map((id) => row[Number(id.slice(1))]!);

const historyOf = (row: number[]) =>
  row.flatMap((count, i) =>
    Array.from({ length: count }, (_, n) => ({
      itemId: itemId(i),
      event: 'purchase' as const,
      timestamp: (n * ITEMS + i) * 60_000,
    })),
  );

/** In order of time, as a device holds it. */
const logOf = (row: number[]) => historyOf(row).sort((a, b) => a.timestamp - b.timestamp);

describe('als', () => {
  it.each(['cg', 'exact'])('is the float64 solution up to the int8 of its vectors, solved by %s', async (solver) => {
    const { engine } = await fitted({
      config: parseConfig({ ...config, als: { dimensions: D, sweeps: SWEEPS, solver, ...SETTING } }),
    });
    const weights = counts.map((row) => weightsOf(engine, row));
    const float = reference(weights);
    let squares = 0;
    let errors = 0;
    counts.forEach((row, s) => {
      const vector = engine.sources.factors!.userVector(engine.readProfile(logOf(row)))!;
      for (let i = 0; i < ITEMS; i++) {
        const expected = dot(float.shoppers[s]!, float.items[i]!);
        squares += expected ** 2;
        errors += (dot(vector, engine.sources.factors!.itemVector(i)) - expected) ** 2;
      }
    });
    expect(Math.sqrt(errors / squares)).toBeLessThan(0.005);
  });

  it('lists what the float64 solution lists', async () => {
    const { engine } = await fitted();
    const float = reference(counts.map((row) => weightsOf(engine, row)));
    let shared = 0;
    counts.forEach((row, s) => {
      const unseen = float.items
        .map((_, i) => i)
        .filter((i) => row[Number(engine.bundle.catalogue.ids[i]!.slice(1))] === 0);
      const scores = float.items.map((item) => dot(float.shoppers[s]!, item));
      const expected = unseen.sort((a, b) => scores[b]! - scores[a]!).slice(0, 5);
      const { items } = engine.recommend(logOf(row), { k: 5 });
      const listed = items.map(({ itemId: id }) => engine.bundle.catalogue.numberOf(id));
      shared += expected.filter((item) => listed.includes(item)).length;
    });
    expect(shared / (5 * SHOPPERS)).toBeGreaterThan(0.97);
  });

  it('folds a history in on the device exactly as training solves its row, on the vectors that ship', async () => {
    const { engine } = await fitted();
    const items = Array.from({ length: ITEMS }, (_, i) => Array.from(engine.sources.factors!.itemVector(i)));
    for (const row of [...counts, counts[0]!.map((_, i) => (i === 7 ? 1 : 0))]) {
      const vector = engine.sources.factors!.userVector(engine.readProfile(logOf(row)))!;
      const expected = solveRow(weightsOf(engine, row), items);
      const length = Math.sqrt(dot(expected, expected));
      expected.forEach((value, d) => {
        expect(Math.abs(vector[d]! - value) / length).toBeLessThan(1e-4);
      });
    }
  });

  it('weighs an interaction by its event and its age', async () => {
    const day = 86_400_000;
    const { engine } = await fitted({
      config: parseConfig({ seed: SEED, halfLifeDays: 10, als: { dimensions: D, ...SETTING } }),
    });
    const items = Array.from({ length: ITEMS }, (_, i) => Array.from(engine.sources.factors!.itemVector(i)));
    const [older, newer] = [itemId(1), itemId(2)];
    const vector = engine.sources.factors!.userVector(
      engine.readProfile([
        { itemId: older, event: 'purchase', timestamp: 0 },
        { itemId: newer, event: 'add_to_cart', timestamp: 20 * day },
      ]),
    )!;
    const weights = engine.bundle.catalogue.ids.map((id) => (id === older ? 0.25 : id === newer ? 0.6 : 0));
    const expected = solveRow(weights, items);
    expected.forEach((value, d) => {
      expect(vector[d]).toBeCloseTo(value, 4);
    });
  });

  it('gives the same bytes whichever kernels trained it, on however many threads', async () => {
    const sections = (files: Map<string, Uint8Array>) => [...files.keys()].filter((file) => file !== 'manifest.json');
    const { files } = await fitted();
    const plain = await fitted({ kernels: createJsKernels() });
    expect([...plain.files.keys()]).toEqual([...files.keys()]);
    const threads = await fitted({ config: parseConfig({ ...config, als: { ...config.als, threads: 3 } }) });
    expect(sections(threads.files)).toEqual(sections(files));
  });

  it('gives an item that nobody touched a vector of zeros and never ranks it', async () => {
    const { engine } = await fitted({
      catalogue: [...counts[0]!.keys()].map((i) => ({ itemId: itemId(i) })).concat({ itemId: 'new' }),
    });
    const untouched = engine.bundle.catalogue.numberOf('new');
    expect(untouched).toBe(ITEMS);
    expect([...engine.sources.factors!.itemVector(untouched)]).toEqual(new Array(D).fill(0));
  });

  it('lets the process hear Ctrl-C between half sweeps, not only after the last', async () => {
    let turns = 0;
    let isRunning = true;
    const turn = () => {
      turns++;
      if (isRunning) setImmediate(turn);
    };
    setImmediate(turn);
    const turnsAtSweep: number[] = [];
    await trainEngine(
      {
        log: makeLog(rowsOf(randomCounts())),
        models: [als],
        config: parseConfig({ als: { dimensions: D, sweeps: SWEEPS, ...SETTING } }),
        progress: (stage) => {
          if (stage === 'als') turnsAtSweep.push(turns);
        },
      },
      {},
    );
    isRunning = false;
    expect(turnsAtSweep).toHaveLength(2 * SWEEPS + 1);
    expect(new Set(turnsAtSweep).size).toBe(2 * SWEEPS + 1);
  });
});
