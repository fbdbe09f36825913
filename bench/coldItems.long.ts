import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parseConfig } from '../src/trainer/config.ts';
import { holdOutItems, measureColdItems } from '../src/trainer/evaluation/cold/items.ts';
import { measureColdShoppers, newcomersOf } from '../src/trainer/evaluation/cold/shoppers.ts';
import { makeTrial } from '../src/trainer/evaluation/protocols/trial.ts';
import { als } from '../src/trainer/models/als.ts';
import { content } from '../src/trainer/models/content.ts';
import type { Model } from '../src/trainer/models/model.ts';
import { popularity } from '../src/trainer/models/popularity.ts';
import { transitions } from '../src/trainer/models/transitions.ts';
import { silent } from '../src/trainer/progress.ts';
import { readLog } from '../src/trainer/read/readLog.ts';
import { trainEngine } from '../src/trainer/trainEngine.ts';

const FILE = fileURLToPath(new URL('../../shared/data/online-retail/online_retail.csv.gz', import.meta.url));
const hasData = existsSync(FILE);
if (!hasData) console.log('no ../shared/data: new items and new shoppers are not measured');
const eventWeights = { purchase: 1 };
const read = () => readLog(FILE, { format: 'online-retail' });
const asking = { seed: 1, progress: silent };
const splitTemporal = async () => {
  const log = await read();
  return { log, test: makeTrial({ protocol: 'temporal', log, config: parseConfig({ eventWeights }) }).test };
};
const settings = (more: object = {}) => parseConfig({ als: { alpha: 0.3, lambda: 0.01 }, ...more });

it.runIf(hasData)('new items of Online Retail are ordered by what is written of them', async () => {
  const split = holdOutItems((await splitTemporal()).test, [], { seed: 1, eventWeights });
  const recall = 'recall@20';
  const measured = async (models: Model[], blend: Record<string, number>, config = settings()) => {
    const { earlier: log, catalogue } = split;
    const { engine } = await trainEngine({ log, catalogue, models: [popularity, ...models], config }, { blend });
    return measureColdItems(engine, split, asking);
  };
  const map = await measured([als], { factors: 1 });
  const without = await measured([als], { factors: 1 }, settings({ content: { cold: 'off' } }));
  const words = await measured([content], { content: 1 });
  expect(map.items).toBeGreaterThan(300);
  expect(map.amongNew.metrics[recall]!).toBeGreaterThan(words.amongNew.metrics[recall]!);
  expect(words.amongNew.metrics[recall]!).toBeGreaterThan(1.5 * map.chance);
  // Without the map all of them tie: everybody gets the same arbitrary twenty, which may happen to be wanted ones.
  expect(without.amongNew.metrics[recall]!).toBeLessThan(words.amongNew.metrics[recall]!);
  expect(map.amongAll.metrics[recall]!).toBeGreaterThan(without.amongAll.metrics[recall]!);
});

it.runIf(hasData)('each of the first clicks of a new shopper of Online Retail says more', async () => {
  const { log, test } = await splitTemporal();
  const { engine } = await trainEngine(
    { log: test.earlier, models: [popularity, als, transitions], config: settings() },
    { blend: { factors: 0.5, transitions: 1, popularityMedium: 0.3 } },
  );
  const newcomers = newcomersOf(log, test.earlier.shoppers, eventWeights);
  const { after } = await measureColdShoppers(engine, newcomers, asking);
  const ndcg = after.map(({ metrics }) => metrics['ndcg@10']!);
  expect(ndcg).toEqual([...ndcg].sort((a, b) => a - b));
});
