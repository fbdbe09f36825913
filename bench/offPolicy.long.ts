import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ESTIMATORS } from '../src/trainer/evaluation/offPolicy/offPolicy.ts';
import { measureObd, measurePlaces, OBD, obdTable, PAGE, placesTable } from './offPolicy.ts';

const hasData = existsSync(OBD);
if (!hasData) console.log('no ../shared/data: policies of the Open Bandit data are not estimated');

it.runIf(hasData)(
  'estimates of the Open Bandit policies agree with what they had themselves, and are those of the page',
  async () => {
    const reports = await measureObd();
    expect(reports.map(({ logged }) => logged.clicks)).toEqual([46, 69, 46, 46]);
    for (const { log, policies } of reports)
      for (const { difference } of policies)
        for (const estimator of ESTIMATORS) {
          const [low, high] = difference![estimator].normal;
          expect(low, `${log} ${estimator}`).toBeLessThan(0);
          expect(high, `${log} ${estimator}`).toBeGreaterThan(0);
        }
    expect(readFileSync(PAGE, 'utf8')).toContain(obdTable(reports));
  },
);

it('weights take two thirds of the bias from the rows of the simulated shop, as the page says', () => {
  const measured = measurePlaces();
  expect(measured.bias.weighted).toBeLessThan(measured.bias.unweighted / 2.5);
  expect(readFileSync(PAGE, 'utf8')).toContain(placesTable(measured));
});
