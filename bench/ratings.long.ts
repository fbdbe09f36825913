import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from '../src/engine/events.ts';
import { parseConfig } from '../src/trainer/config.ts';
import { mf } from '../src/trainer/models/mf/mf.ts';
import { createRatingPredictor } from '../src/trainer/models/mf/predict.ts';
import { Random } from '../src/trainer/random.ts';
import { readLog } from '../src/trainer/read/readLog.ts';
import type { EventLog } from '../src/trainer/tables/log.ts';
import { filterLog } from '../src/trainer/tables/split.ts';
import { trainEngine } from '../src/trainer/trainEngine.ts';

const file = fileURLToPath(new URL('../../shared/data/ml-latest-small/ratings.csv.gz', import.meta.url));
const isThere = existsSync(file);
if (!isThere) console.log('ratings of ml-latest-small: skipped, shared/data is not beside the project');

const idOf = (log: EventLog, row: number) => log.shoppers[log.shopper[row]!]!;

function historiesOf(log: EventLog): Map<string, Interaction[]> {
  const histories = new Map<string, Interaction[]>();
  for (let row = 0; row < log.item.length; row++) {
    const own = histories.get(idOf(log, row)) ?? [];
    own.push({
      itemId: log.items[log.item[row]!]!,
      event: EVENT_NAMES[log.event[row]!]!,
      timestamp: log.time[row]!,
      value: log.value[row]!,
    });
    histories.set(idOf(log, row), own);
  }
  return histories;
}

describe.runIf(isThere)('ratings of ml-latest-small, a tenth of them held out', () => {
  it('are foreseen by the int8 bundle with an error of at most .85 stars, where their mean is 1.03 off', async () => {
    const log = await readLog(file, { format: 'movielens', minRating: 0 });
    const random = new Random(1, 'split');
    const isTest = Array.from(log.item, () => random.chance(0.1));
    const earlier = filterLog(log, (row) => !isTest[row]);
    const test = filterLog(log, (row) => isTest[row]!);
    const { engine } = await trainEngine({ log: earlier, models: [mf], config: parseConfig() }, {});
    const predict = createRatingPredictor(engine);
    const known = historiesOf(earlier);
    const mean = earlier.value.reduce((sum, value) => sum + value, 0) / earlier.value.length;
    let [error, ofMean] = [0, 0];
    for (const [shopper, asked] of historiesOf(test)) {
      const predicted = predict(
        known.get(shopper) ?? [],
        asked.map(({ itemId }) => itemId),
      );
      asked.forEach(({ value }, at) => {
        error += (predicted[at]! - value!) ** 2;
        ofMean += (mean - value!) ** 2;
      });
    }
    const rmse = (sum: number) => Math.sqrt(sum / test.item.length);
    expect(rmse(ofMean)).toBeGreaterThan(1.02);
    expect(rmse(error)).toBeLessThan(0.85);
  });
});
