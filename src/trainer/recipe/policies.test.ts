import { expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { popularity } from '../models/popularity.ts';
import { transitions } from '../models/transitions.ts';
import { silent } from '../progress.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { trainEngine } from '../trainEngine.ts';
import { questionOf } from './judge.ts';
import { learnPolicy } from './policies.ts';
import { chooseSplit } from './split.ts';

async function policyOf(repeats: number, settings: object = {}, quiet: readonly 'neighbours'[] = []) {
  const config = parseConfig(settings);
  const rows = makeShop({ repeats });
  // Without repeats each item once a shopper, as departments are walked round and round.
  const isFirst = (shopper: string, item: string) => rows.findIndex((row) => row[0] === shopper && row[1] === item);
  const kept = repeats > 0 ? rows : rows.filter(([shopper, item], i) => isFirst(shopper, item) === i);
  const split = chooseSplit(makeLog(kept), config);
  const input = { log: split.earlier, models: [popularity, transitions], config };
  const { engine } = await trainEngine(input, { blend: {} });
  return learnPolicy(engine, questionOf(split, 100), quiet, {}, { config, progress: silent });
}

it('lets taken items return where people take them again, and not where they do not', async () => {
  const again = await policyOf(0.7);
  expect(again.repeats).toBe('allow');
  expect(again.metrics['ndcg@10']).toBeGreaterThan(1.02 * again.metrics['withoutRepeats.ndcg@10']!);
  const never = await policyOf(0);
  expect(never.repeats).toBe('exclude');
});

it('keeps what the config says of repeats', async () => {
  expect((await policyOf(0.7, { repeats: 'exclude' })).repeats).toBe('exclude');
  expect((await policyOf(0, { repeats: 'allow' })).repeats).toBe('allow');
});

it('weighs nothing that is quiet', async () => {
  expect((await policyOf(0.3, {}, ['neighbours'])).blend).not.toHaveProperty('neighbours');
});
