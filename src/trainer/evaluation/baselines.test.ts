import { describe, expect, it } from 'vitest';
import type { RankerContent } from '../../engine/ranking/content.ts';
import { parseConfig } from '../config.ts';
import { silent } from '../progress.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { UNLEARNED } from '../trainEngine.ts';
import { measureBaselines, takesAgain } from './baselines.ts';
import { caseOf } from './cases.ts';
import type { Split } from './protocols/protocol.ts';
import { splitAt } from './protocols/temporal.ts';
import { hasRanker } from './ranking/stages.ts';

const rows: LogRow[] = [
  ['a', 'x', 0],
  ['a', 'y', 1],
  ['b', 'x', 1],
];
const split = (all: LogRow[], taken: string[] = []): Split => ({
  earlier: makeLog(all),
  cases: taken.map((item) => caseOf('a', [{ itemId: 'x', event: 'purchase', timestamp: 0 }], [item])),
  now: 10,
});

describe('takesAgain', () => {
  it('asks validation, and the log where there is none', () => {
    expect(takesAgain({ test: split(rows), validation: split(rows, ['y', 'x']) })).toBe(true);
    expect(takesAgain({ test: split([...rows, ['a', 'x', 2]]), validation: split(rows, ['y']) })).toBe(false);
    expect(takesAgain({ test: split(rows) })).toBe(false);
    expect(takesAgain({ test: split([...rows, ['b', 'x', 2]]) })).toBe(true);
  });

  it('is no question where the protocol masks what is known', () => {
    expect(takesAgain({ test: { ...split([...rows, ['b', 'x', 2]]), repeats: 'exclude' } })).toBe(false);
  });
});

describe('measureBaselines', () => {
  it('leaves out the ranker that was learned on the candidates of another bundle', async () => {
    const test = splitAt(makeLog(makeShop({ shoppers: 20 })), 45 * 86_400_000, { purchase: 1 });
    const calibration = { slope: 1, intercept: 0 };
    const ranker: RankerContent = {
      model: { kind: 'dense', layers: [], link: 'logistic', slope: 1 },
      features: [],
      calibration,
      retrievalCalibration: calibration,
      share: 0,
      candidates: 100,
    };
    const config = parseConfig();
    const learned = { ...UNLEARNED, config, families: {}, tried: [], ranker, ranked: { share: 0 } };
    const task = { test, catalogue: [], cutoffs: [10], config, progress: silent };
    const measured = await measureBaselines(task, learned);
    expect(Object.keys(measured)).toEqual(['popularity', 'item-knn', 'buy-again']);
    for (const { engine } of Object.values(measured)) {
      expect(hasRanker(engine)).toBe(false);
      expect(engine.bundle.manifest.card.params).not.toHaveProperty('ranker.share');
    }
  });
});
