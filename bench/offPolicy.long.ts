import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ESTIMATORS } from '../src/trainer/evaluation/offPolicy/offPolicy.ts';
import { readBandit } from '../src/trainer/read/readBandit.ts';
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

it.runIf(hasData)(
  'mean propensities of what a bandit showed sum to 1.7 to 3.4 over the items, as the page says',
  async () => {
    const sums: number[] = [];
    for (const name of ['bts_men', 'bts_women']) {
      const { items, positions, item, slot, propensity } = await readBandit(`${OBD}/${name}.csv.gz`);
      const times = new Float64Array(positions.length * items.length);
      const total = new Float64Array(times.length);
      for (let i = 0; i < item.length; i++) {
        const cell = slot[i]! * items.length + item[i]!;
        times[cell]!++;
        total[cell]! += propensity![i]!;
      }
      for (const s of positions.keys())
        sums.push(items.reduce((sum, _, a) => sum + total[s * items.length + a]! / times[s * items.length + a]!, 0));
    }
    expect([Math.min(...sums), Math.max(...sums)].map((sum) => sum.toFixed(1))).toEqual(['1.7', '3.4']);
  },
);

it('weights take two thirds of the bias from the rows of the simulated shop, as the page says', () => {
  const measured = measurePlaces();
  expect(measured.bias.weighted).toBeLessThan(measured.bias.unweighted / 2.5);
  expect(readFileSync(PAGE, 'utf8')).toContain(placesTable(measured));
});
