import { describe, expect, it } from 'vitest';
import { importRanker, type RankerFormat, uncalibrated } from './importRanker.ts';
import { fixture, parity } from './parity.test-support.ts';

const KNOWN = ['recency', 'frequency', 'hour'];
const model = fixture('lightgbm-binary.txt');

it('names inputs as the file does, or as it is told', async () => {
  const own = await importRanker('lightgbm', model, { known: parity.names });
  expect(own).toMatchObject({ features: parity.names, missing: [] });
  const given = ['a', 'recency', 'b', 'hour', 'c', 'd'];
  const told = await importRanker('lightgbm', model, { given, known: KNOWN, allowMissing: true });
  expect(told).toMatchObject({ features: given, missing: ['a', 'b', 'c', 'd'] });
});

describe('refuses', () => {
  const six = (...names: string[]) => [...names, 'u', 'v', 'w', 'x', 'y', 'z'].slice(0, 6);

  it.each<[string, Parameters<typeof importRanker>[2]]>([
    ['names that the engine does not know', { known: KNOWN }],
    ['names for other inputs', { known: KNOWN, given: ['recency'], allowMissing: true }],
    ['a name twice', { known: KNOWN, given: six('recency', 'recency'), allowMissing: true }],
    ['nothing that the engine knows', { known: KNOWN, given: six('t'), allowMissing: true }],
    ['an empty name', { known: KNOWN, given: six('recency', ''), allowMissing: true }],
    ['a name with a comma', { known: KNOWN, given: six('recency', 'a,b'), allowMissing: true }],
  ])('%s', async (_, names) => {
    await expect(importRanker('lightgbm', model, names)).rejects.toMatchObject({ code: 'RANKER_FEATURES' });
  });

  it.each<RankerFormat>(['lightgbm', 'xgboost', 'onnx'])('an empty file of %s', async (format) => {
    await expect(importRanker(format, new Uint8Array(0), { known: KNOWN })).rejects.toMatchObject({
      code: 'RANKER_INVALID',
    });
  });
});

it('takes the link of a model for its probability until a log calibrates it', async () => {
  const ranker = await importRanker('lightgbm', model, { known: parity.names });
  expect(uncalibrated(ranker, { share: 0.5, candidates: 100 })).toEqual({
    model: ranker.model,
    features: parity.names,
    calibration: { slope: 1.7, intercept: 0 },
    retrievalCalibration: { slope: 1, intercept: 0 },
    share: 0.5,
    candidates: 100,
  });
});
