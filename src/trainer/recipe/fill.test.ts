import { beforeAll, describe, expect, it } from 'vitest';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { parseConfig } from '../config.ts';
import type { FitInput, Learned } from '../fit.ts';
import { loadKernels } from '../kernels.ts';
import { als } from '../models/als.ts';
import { neighbours } from '../models/itemKnn.ts';
import type { Model } from '../models/model.ts';
import { popularity } from '../models/popularity.ts';
import { transitions } from '../models/transitions.ts';
import { silent } from '../progress.ts';
import { Random } from '../random.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { bytesOf, fitWithin } from './fill.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** A catalogue wide enough for rows to be long. */
const random = new Random(1, 'fill');
const log = makeLog(
  Array.from({ length: 4000 }, (_, row): LogRow => [`s${row % 100}`, `i${random.below(300)}`, row * 1000]),
);
const learned: Learned = {
  config: parseConfig(),
  families: {},
  mainPopularity: 'medium',
  blend: { factors: 1, neighbours: 1 },
  repeats: 'exclude',
  tables: [],
  metrics: {},
  tried: [],
  asked: { protocol: 'temporal', cases: 100 },
};
const within = (budget: number, settings: object = {}) => {
  const config = parseConfig({ als: { dimensions: 64, sweeps: 1 }, ...settings, budget });
  const input: FitInput = {
    log,
    models: [popularity, als, transitions, neighbours],
    config,
    kernels,
    progress: silent,
  };
  return fitWithin(input, { ...learned, config });
};

describe('fitWithin', () => {
  it.each([32_000, 40_000, 60_000, 90_000])('keeps to %i bytes', async (budget) => {
    const { fitted } = await within(budget);
    expect(bytesOf(fitted.packed)).toBeLessThanOrEqual(budget);
  });

  it('cuts first what the blend does not listen to', async () => {
    const { learned: roomy } = await within(90_000);
    const { learned: tight } = await within(75_000);
    expect(tight.config.transitions.keep).toBeLessThan(roomy.config.transitions.keep);
    expect(tight.config.neighbours.keep).toBeGreaterThanOrEqual(roomy.config.neighbours.keep / 3);
  });

  it('gives what is left to the rows that the blend listens to', async () => {
    const { learned: filled } = await within(400_000);
    expect(filled.config.neighbours.keep).toBeGreaterThan(parseConfig().neighbours.keep);
    expect(filled.config.transitions.keep).toBe(parseConfig().transitions.keep);
  });

  it('gives it to vectors too, where their family reads order', async () => {
    const grown = async (factors: Model) => {
      const config = parseConfig({ als: { sweeps: 1 }, budget: 400_000 });
      const input = { log, models: [popularity, factors, neighbours], config, kernels, progress: silent };
      const found = await fitWithin(input, { ...learned, config });
      expect(bytesOf(found.fitted.packed)).toBeLessThanOrEqual(400_000);
      return found.learned.config;
    };
    const usual = parseConfig();
    expect((await grown({ ...als, readsOrder: true })).als.dimensions).toBeGreaterThan(usual.als.dimensions);
    const plain = await grown(als);
    expect(plain.als.dimensions).toBe(usual.als.dimensions);
    expect(plain.neighbours.keep).toBeGreaterThan(usual.neighbours.keep);
  });

  it('fits once where validation has shown what rows take', async () => {
    const { fitted } = await within(400_000, { neighbours: { keep: 20 } });
    const bytes = Object.fromEntries(fitted.packed.manifest.sections.map((section) => [section.name, section.bytes]));
    let count = 0;
    const counted: Model = {
      ...neighbours,
      fit: (tables, context) => {
        count++;
        return neighbours.fit(tables, context);
      },
    };
    const config = parseConfig({ als: { dimensions: 64, sweeps: 1 }, budget: 75_000 });
    const input = { log, models: [popularity, als, transitions, counted], config, kernels, progress: silent };
    const items = fitted.tables.items;
    const found = await fitWithin(input, { ...learned, config, expected: { items, bytes } });
    expect(bytesOf(found.fitted.packed)).toBeLessThanOrEqual(75_000);
    expect(bytesOf(found.fitted.packed)).toBeGreaterThan(60_000);
    expect(count).toBe(1);
  });

  it('changes no size that the config names', async () => {
    const named = { neighbours: { keep: 11 }, als: { dimensions: 32, sweeps: 1 } };
    const { learned: kept } = await within(60_000, named);
    expect([kept.config.neighbours.keep, kept.config.als.dimensions]).toEqual([11, 32]);
  });

  it('refuses a budget that not even the smallest bundle fits, and says what it takes', async () => {
    await expect(within(1000)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      where: expect.stringMatching(/budget: 1000 bytes; .* \d+/),
    });
  });

  it('gives the same bytes for the same budget', async () => {
    const [first, again] = [await within(60_000), await within(60_000)];
    expect(again.fitted.packed.files).toEqual(first.fitted.packed.files);
  });
});
