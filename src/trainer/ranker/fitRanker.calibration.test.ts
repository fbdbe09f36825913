import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import type { Calibration } from '../../engine/ranking/calibrate.ts';
import { silent } from '../progress.ts';
import { treesSettings } from '../settings/trees.ts';
import { fitRanker } from './fitRanker.ts';
import { drawRankingRows } from './rankingRows.test-support.ts';
import { selectColumns } from './selectRows.ts';

const chosen = vi.hoisted(() => ({ calibration: {} as Calibration }));
vi.mock('./calibration.ts', () => ({ chooseCalibration: () => chosen }));

const learn = () =>
  fitRanker({
    training: selectColumns(drawRankingRows(120, 1), [1, 2]),
    validation: [selectColumns(drawRankingRows(80, 2), [1, 2])],
    later: [],
    features: ['price', 'age'],
    settings: v.parse(treesSettings, { trees: 30, rate: 0.15 }),
    trials: [{}],
    candidates: 50,
    cutoff: 10,
    seed: 1,
    progress: silent,
  });

it('ships a map of margins that keeps the order which was chosen', async () => {
  // Trees that do not see what the retrieval says, so that it has its share beside them.
  chosen.calibration = {
    slope: 1,
    intercept: 0,
    knots: { margins: Float64Array.of(-9, 9), probabilities: Float64Array.of(0.5, 0.5) },
  };
  const ranker = (await learn())!;
  expect(ranker.content.share).toBeGreaterThan(0);
  // All margins alike would leave the order to the retrieval: the curve ships.
  expect(ranker.content.calibration).not.toHaveProperty('knots');
  // One that differs from the curve by nothing may ship.
  chosen.calibration = ranker.content.calibration;
  expect((await learn())!.content.calibration).toBe(chosen.calibration);
});
