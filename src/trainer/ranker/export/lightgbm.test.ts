import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calibrate } from '../../../engine/ranking/calibrate.ts';
import { marginOf, type TreeEnsemble } from '../../../engine/ranking/trees/ensemble.ts';
import { importLightgbm } from '../import/lightgbm.ts';
import { FOREST, ROWS, rowsOf, trained } from './export.test-support.ts';
import { exportLightgbm } from './lightgbm.ts';

const namesOf = ({ inputs }: TreeEnsemble) => Array.from({ length: inputs }, (_, f) => `name${f}`);
const again = (ensemble: TreeEnsemble) => {
  const { model } = importLightgbm(new TextEncoder().encode(exportLightgbm(ensemble, namesOf(ensemble))));
  return (model as { ensemble: TreeEnsemble }).ensemble;
};

it('reads back to the same margins, to the bit', () => {
  fc.assert(
    fc.property(
      trained.chain((ensemble) => fc.tuple(fc.constant(ensemble), rowsOf(ensemble.inputs))),
      ([ensemble, rows]) => {
        const read = again(ensemble);
        for (const row of rows) expect(marginOf(read, row)).toBe(marginOf(ensemble, row) + 0);
        expect(read).toMatchObject({ link: ensemble.link, slope: ensemble.link === 'logistic' ? ensemble.slope : 1 });
      },
    ),
    { numRuns: 200 },
  );
});

it('keeps covers, and the names that LightGBM can have', () => {
  const { trees } = again(FOREST);
  expect(trees.map(({ cover }) => cover.reduce((sum, one) => sum + one))).toEqual([1, 101, 100, 100]);
  // The part that missing values are sent to a second time has none of training's rows, and counts 1.
  expect([...trees[1]!.cover].sort((a, b) => a - b)).toEqual([1, 10, 20, 30, 40]);
  expect(exportLightgbm(FOREST, ['a b', 'frequency_x_category', 'c:d'])).toContain(
    'feature_names=a_b frequency_x_category c_d\n',
  );
  expect(() => exportLightgbm(FOREST, ['a'])).toThrow(expect.objectContaining({ code: 'RANKER_FEATURES' }));
});

const python = fileURLToPath(new URL('../../../../bench/peers/.venv/bin/python', import.meta.url));
const SCRIPT = `
import json, sys
import lightgbm, numpy
booster = lightgbm.Booster(model_file=sys.argv[1] + "/model.txt")
rows = numpy.array([[numpy.nan if x is None else x for x in row] for row in json.load(open(sys.argv[1] + "/rows.json"))])
json.dump([list(booster.predict(rows)), booster.predict(rows, pred_contrib=True).sum(axis=1).tolist()], open(sys.argv[1] + "/answers.json", "w"))
`;

it.skipIf(!existsSync(python))(
  'LightGBM itself predicts the same (skipped without bench/peers/.venv)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-lightgbm-'));
    writeFileSync(join(folder, 'model.txt'), exportLightgbm(FOREST, namesOf(FOREST)));
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(ROWS));
    execFileSync(python, ['-P', '-c', SCRIPT, folder]);
    const [predictions, margins] = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as [
      number[],
      number[],
    ];
    rmSync(folder, { recursive: true });
    ROWS.forEach((row, r) => {
      const margin = marginOf(FOREST, row);
      expect(predictions[r]).toBeCloseTo(calibrate({ slope: FOREST.slope, intercept: 0 }, margin), 12);
      expect(margins[r]).toBeCloseTo(margin, 9);
    });
    // Python takes seconds to load it where others work.
  },
  60_000,
);
