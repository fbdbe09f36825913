import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { createJsProducts } from '../../kernels/jsProducts.ts';
import { loadProducts } from '../../kernels/softmax.ts';
import { Random } from '../../random.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { buildTables } from '../../tables/tables.ts';
import { trainEngine } from '../../trainEngine.ts';
import { fitModel } from '../fitModel.test-support.ts';
import { readVisits } from '../visits.ts';
import { bag } from './bag.ts';
import { trainBag } from './train.ts';

const SMALL = { dimensions: 16, epochs: 12, batch: 64, negatives: 64 };
const ITEMS = 40;
const name = (item: number) => `i${String(item).padStart(2, '0')}`;

/** The next item is the one before, one or two on: only the newest tells. */
const rows: LogRow[] = (() => {
  const random = new Random(1, 'walk');
  return Array.from({ length: 400 }, (_, s) => {
    let at = random.below(ITEMS);
    return Array.from({ length: 6 }, (_, step): LogRow => {
      const row: LogRow = [`s${s}`, name(at), step];
      at = random.chance(0.5) ? (at + 1) % ITEMS : random.below(ITEMS);
      return row;
    });
  }).flat();
})();
const tables = buildTables(makeLog(rows, { hasTimes: false }), undefined, parseConfig());
const settings = parseConfig({ bag: SMALL }).bag;

describe('trainBag', () => {
  it('gives the same bits in WASM and in plain JS', async () => {
    const short = { ...settings, epochs: 1 };
    const visits = readVisits(tables);
    const train = async (make: Parameters<typeof trainBag>[4]) => trainBag(visits, ITEMS, short, 1, make, () => {});
    expect(await train(await loadProducts())).toEqual(await train(createJsProducts));
  });

  it('learns more than the shares of items say, and that the newest item counts most', async () => {
    const found = (await trainBag(readVisits(tables), ITEMS, settings, 1, await loadProducts(), () => {}))!;
    // ln(40) = 3.69 without knowledge.
    expect(found.loss).toBeLessThan(3.5);
    const [newest, ...older] = [...found.lagWeights];
    for (const weight of older) expect(weight).toBeLessThan(newest!);
  });

  it('says nothing where nobody goes on', async () => {
    const alone = buildTables(
      makeLog([
        ['s', 'a', 0],
        ['t', 'b', 0],
      ]),
      undefined,
      parseConfig(),
    );
    expect(await trainBag(readVisits(alone), 2, settings, 1, await loadProducts(), () => {})).toBeUndefined();
  });
});

describe('bag', () => {
  it('leads from the newest item to the next through the engine', async () => {
    const input = { log: makeLog(rows, { hasTimes: false }), models: [bag], config: parseConfig({ bag: SMALL }) };
    const { engine } = await trainEngine(input, { blend: { factors: 1 }, repeats: 'exclude' });
    let hits = 0;
    for (let item = 0; item < ITEMS; item++) {
      const history = [{ itemId: name(item), event: 'purchase' as const, timestamp: 0 }];
      const list = engine.recommend(history, { k: 3 }).items.map(({ itemId }) => itemId);
      if (list.includes(name((item + 1) % ITEMS))) hits++;
    }
    expect(hits).toBeGreaterThan(0.9 * ITEMS);
  });

  it('gives an item that nobody took no direction', async () => {
    const { section, tables: own } = await fitModel(bag, makeLog(rows, { hasTimes: false }), { bag: SMALL }, [
      ...Array.from({ length: ITEMS }, (_, item) => ({ itemId: name(item) })),
      { itemId: 'new' },
    ]);
    const { scales } = section!.arrays;
    expect(own.catalogue.ids[ITEMS]).toBe('new');
    expect([...(scales as Float32Array)].map((scale) => scale > 0)).toEqual([...Array(ITEMS).fill(true), false]);
  });

  it('is not tried on baskets, within which there is no order', () => {
    const baskets = makeLog(rows.map(([shopper, item, step]): LogRow => [shopper, item, step < 3 ? 0 : 1]));
    expect(bag.trials!(buildTables(baskets, undefined, parseConfig()), parseConfig())).toEqual([]);
    expect(bag.trials!(tables, parseConfig())).toEqual([{}]);
  });
});
