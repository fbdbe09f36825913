import { expect, it } from 'vitest';
import { VitrineError } from '../errors/error.ts';
import { openPacked, packTables } from './bundle.ts';
import { parseConfig } from './config.ts';
import { makeLog } from './tables/makeLog.ts';
import { buildTables } from './tables/tables.ts';

const SERVING = {
  eventWeights: { purchase: 1 },
  halfLifeDays: 0,
  sessionGapMinutes: 30,
  repeats: 'allow' as const,
  justBoughtHours: 24,
  blend: {},
};
const CARD = { model: 'none', metrics: {}, params: {} };
const tablesOf = (hasTimes: boolean) => {
  const log = makeLog([
    ['a', 'x', 86_400_000],
    ['b', 'y', 172_800_000],
  ]);
  return buildTables({ ...log, hasTimes }, [{ itemId: 'x', title: 'Ex', price: 2, currency: 'EUR' }], parseConfig());
};

it('packs the catalogue with what the log says of itself, and opens again', async () => {
  const bundle = await openPacked(await packTables(tablesOf(true), [], SERVING, CARD));
  expect(bundle.manifest.window).toEqual({ from: '1970-01-02T00:00:00.000Z', to: '1970-01-03T00:00:00.000Z' });
  expect(bundle.manifest.counts).toEqual({ items: 2, shoppers: 2, interactions: 2 });
  expect(bundle.manifest.currency).toBe('EUR');
  expect(bundle.catalogue.ids).toEqual(['x', 'y']);
});

it('names no window for a log without a clock', async () => {
  const { window } = (await packTables(tablesOf(false), [], SERVING, CARD)).manifest;
  expect(window).toEqual({ from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:00.000Z' });
});

it('says which file is missing', async () => {
  const packed = await packTables(tablesOf(true), [], SERVING, CARD);
  const file = packed.manifest.sections[0]!.file;
  packed.files.delete(file);
  const error: VitrineError = await openPacked(packed).then(
    () => expect.unreachable(),
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(VitrineError);
  expect(error).toMatchObject({ code: 'BUNDLE_MISSING', where: file });
});
