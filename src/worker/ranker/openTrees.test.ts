import { beforeAll, describe, expect, it, vi } from 'vitest';
import { syntheticRanker } from '../../../bench/syntheticRanker.ts';
import type { PackedBundle, SectionContent } from '../../engine/bundle/write.ts';
import { createJsKernels, type Shelf } from '../../engine/index.ts';
import { encodeRanker } from '../../engine/ranking/encodeRanker.ts';
import { createExplain } from '../../engine/ranking/explain/explain.ts';
import { LINEAR_RANKER } from '../../engine/ranking/models/linear.test-support.ts';
import { startRanker } from '../../engine/ranking/models/startRanker.ts';
import { BOWLS_AND_LAMPS, packShop } from '../../engine/testing/bundle.test-support.ts';
import type { VitrineError } from '../../errors/error.ts';
import { fail } from '../../errors/fail.ts';
import { sha256 } from '../../trainer/digest.ts';
import { loadRuntime } from '../../trainer/onnx/run.ts';
import type { Reply, VitrineWorker } from '../api.ts';
import { createHost, type HostPlatform } from '../host.ts';
import { openTrees } from './openTrees.ts';

const OPEN = { bundle: 'https://shop.example/models/', profileName: 'test', storage: 'memory' } as const;
const PRICES = BOWLS_AND_LAMPS.ids.map((_, item) => 2 ** (1 + ((item * 5) % 7)));

const shopWith = (sections: SectionContent[]) => packShop({ ...BOWLS_AND_LAMPS, price: PRICES, sections });
let ranked: PackedBundle;
let onnx: PackedBundle;
beforeAll(async () => {
  ranked = await shopWith(syntheticRanker(BOWLS_AND_LAMPS.ids.length, { trees: 9, leaves: 8 }));
  onnx = await shopWith(encodeRanker(LINEAR_RANKER));
});

/** No WebAssembly: the twin scores. */
const ranker: NonNullable<HostPlatform['ranker']> = async () => ({
  openRanker: (choice, tell, model) => openTrees(choice, tell, model, '', undefined),
});

function open({ files }: PackedBundle, own: Partial<HostPlatform>) {
  const told: VitrineError[] = [];
  const worker = createHost({
    reader: () => async (file) => files.get(file)!,
    digest: sha256,
    kernels: async () => createJsKernels(),
    storage: () => {
      throw new Error('must not be asked');
    },
    tell: (error) => told.push(error),
    clock: () => performance.now(),
    now: () => 0,
    ranker,
    ...own,
  });
  return { worker, told };
}

function value<T>(answer: Reply<T>): T {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.value;
}

async function visit(worker: VitrineWorker): Promise<void> {
  value(await worker.open(OPEN));
  await worker.track([{ itemId: 'b1', event: 'view_item', timestamp: 0 }]);
}

const recommend = async (worker: VitrineWorker, more = {}) => value(await worker.recommend({ k: 6, ...more }));
const idsOf = ({ items }: Shelf) => items.map(({ itemId }) => itemId);

describe('a ranker in a worker', () => {
  it('orders shelves, and is asked for once and beside the sections', async () => {
    const order: string[] = [];
    const { worker, told } = open(ranked, {
      reader: () => async (file) => {
        order.push(file);
        return ranked.files.get(file)!;
      },
      ranker: async () => {
        order.push('ranker');
        return ranker();
      },
    });
    await visit(worker);
    expect(order.slice(0, 2)).toEqual(['manifest.json', 'ranker']);
    expect(order.filter((one) => one === 'ranker')).toHaveLength(1);
    const shelf = await recommend(worker);
    expect(shelf.candidatesScored).toBeGreaterThan(5);
    const blends = shelf.items.map(({ scores }) => scores!.blend);
    expect(blends).toEqual(shelf.items.map(({ score }) => score));
    expect(blends).toEqual([...blends].sort((a, b) => b - a));
    expect((await recommend(worker, { useRanking: false })).candidatesScored).toBeUndefined();
    expect(told).toEqual([]);
  });

  it('leaves the retrieval its order where its script is missing or the section is none, and says so once', async () => {
    const share = (section: SectionContent) =>
      section.name === 'ranker' ? { ...section, params: { ...section.params, share: 2 } } : section;
    const broken = await shopWith(syntheticRanker(BOWLS_AND_LAMPS.ids.length, { trees: 2, leaves: 2 }).map(share));
    const missing = () => Promise.reject(fail('NETWORK', 'vitrine.ranker.js'));
    for (const [{ worker, told }, code] of [
      [open(ranked, { ranker: missing }), 'NETWORK'],
      [open(broken, {}), 'BUNDLE_LAYOUT'],
    ] as const) {
      await visit(worker);
      const shelf = await recommend(worker);
      expect(shelf.candidatesScored).toBeUndefined();
      expect(idsOf(shelf)).toEqual(idsOf(await recommend(worker, { useRanking: false })));
      expect(told.map(({ code }) => code)).toEqual([code]);
    }
  });

  it('explains by features once the script for it is there, and without it leaves explanations out', async () => {
    const { worker } = open(ranked, { explain: async () => ({ createExplain }) });
    await visit(worker);
    const { items } = await recommend(worker, { explain: true });
    const missing = items.flatMap(({ explanation }) => explanation!.filter(({ value }) => value === null));
    expect(missing.length).toBeGreaterThan(0);
    for (const { explanation, score } of items) {
      expect(explanation![0]!.feature).toBe('base');
      expect(explanation!.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 14);
    }
    const without = open(ranked, { explain: () => Promise.reject(fail('NETWORK', 'vitrine.explain.js')) });
    await visit(without.worker);
    const plain = await recommend(without.worker, { explain: true });
    expect(idsOf(plain)).toEqual(items.map(({ itemId }) => itemId));
    expect(plain.items[0]).not.toHaveProperty('explanation');
    expect(without.told.map(({ code }) => code)).toEqual(['NETWORK']);
  });
});

describe('an ONNX ranker in a worker', () => {
  const runtime = loadRuntime();
  const start: HostPlatform['onnx'] = async () => ({
    startRanker: async (section) => startRanker(section, await runtime),
  });

  it('orders shelves once it has been started, dear items first', async () => {
    const { worker, told } = open(onnx, { onnx: start, explain: async () => ({ createExplain }) });
    await visit(worker);
    expect((await recommend(worker)).candidatesScored).toBeUndefined();
    await vi.waitFor(async () => expect((await recommend(worker)).candidatesScored).toBeGreaterThan(0), 5000);
    const priceOf = (itemId: string) => PRICES[BOWLS_AND_LAMPS.ids.indexOf(itemId)]!;
    const shelves = await Promise.all([recommend(worker), recommend(worker, { k: 3, explain: true })]);
    for (const { items } of shelves) {
      const prices = items.map(({ itemId }) => priceOf(itemId));
      expect(prices).toEqual([...prices].sort((a, b) => b - a));
    }
    expect(shelves[1]!.items[0]!.explanation!.some(({ feature }) => feature === 'ranker')).toBe(true);
    value(await worker.rerank(['b2', 'l1']));
    expect(told).toEqual([]);
  });

  it('leaves the retrieval its order where a question fails, and says so once', async () => {
    let asked = 0;
    const { worker, told } = open(onnx, {
      onnx: async () => ({
        startRanker: async (section) => ({
          section,
          scoreRows: async () => {
            asked++;
            throw fail('INTERNAL', 'out of memory');
          },
        }),
      }),
    });
    await visit(worker);
    const first = await recommend(worker);
    await vi.waitFor(async () => {
      await recommend(worker);
      expect(told.length).toBeGreaterThan(0);
    });
    expect(idsOf(await recommend(worker))).toEqual(idsOf(first));
    expect(told).toHaveLength(1);
    expect(asked).toBe(1);
  });

  it('is not brought for a shopper who saves data', async () => {
    const { worker } = open(onnx, { onnx: () => Promise.reject(new Error('must not be asked')), saveData: true });
    await visit(worker);
    await recommend(worker);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await recommend(worker)).candidatesScored).toBeUndefined();
  });
});
