import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { loadKernels } from '../kernels.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import { trainEngine } from '../trainEngine.ts';

const log = makeLog(makeShop());
const kernels = await loadKernels();
const settings = { als: { dimensions: 16 } };
const train = (index: object) =>
  trainEngine(
    { log, config: parseConfig({ ...settings, index }), kernels },
    { blend: { factors: 1 }, repeats: 'allow' },
  );

describe('train --index', () => {
  it('scans a small shop, and the card says why', async () => {
    const { engine } = await train({});
    expect(engine.sources.factors!.index.kind).toBe('exact');
    expect(engine.bundle.section('ivf')).toBeUndefined();
    expect(engine.bundle.manifest.card.params.index).toMatchObject({
      kind: 'exact',
      why: expect.stringContaining('40 items'),
    });
  });

  it('ships inverted lists that answer as the scan does where all are probed', async () => {
    const [{ engine: scanned }, { engine: listed }] = [
      await train({}),
      await train({ kind: 'ivf', lists: 6, recall: 1 }),
    ];
    expect(listed.sources.factors!.index.kind).toBe('ivf');
    expect(listed.bundle.manifest.card.params.index).toMatchObject({ kind: 'ivf', why: 'as asked', lists: 6 });
    for (let item = 0; item < 40; item++)
      expect(listed.sources.factors!.itemVector(item)).toEqual(scanned.sources.factors!.itemVector(item));
    const history = scanned.bundle.catalogue.ids
      .slice(0, 3)
      .map((itemId, i) => ({ itemId, event: 'purchase' as const, timestamp: i }));
    const idsOf = (engine: typeof scanned) =>
      engine.recommend(history, { k: 20 }).items.map(({ itemId, score }) => [itemId, score]);
    expect(idsOf(listed)).toEqual(idsOf(scanned));
    const alike = (engine: typeof scanned) =>
      engine.similar(history[0]!.itemId, { k: 8 }, []).items.map(({ itemId }) => itemId);
    expect(alike(listed)).toEqual(alike(scanned));
  });

  it('gives the same bytes twice', async () => {
    const [one, two] = [await train({ kind: 'ivf' }), await train({ kind: 'ivf' })];
    expect(one.files).toEqual(two.files);
  });

  it('ships a graph, with the vectors in their order', async () => {
    const { engine } = await train({ kind: 'hnsw' });
    expect(engine.bundle.manifest.sections.map(({ name }) => name)).toContain('hnsw');
    expect(engine.bundle.section('factors')!.arrays.vectors).toBeDefined();
    expect(engine.bundle.manifest.card.params.index).toMatchObject({ kind: 'hnsw', ef: expect.any(Number) });
  });
});
