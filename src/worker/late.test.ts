import { beforeAll, describe, expect, it, vi } from 'vitest';
import { idOf } from '../../e2e/parity/shop.ts';
import { fixtureBundle } from '../../e2e/support/fixture.ts';
import { HEAD, type ListFixture, listFixture } from '../../e2e/support/lists.ts';
import type { PackedBundle } from '../engine/bundle/write.ts';
import { createModels } from '../engine/candidates/models.ts';
import { createJsKernels, type Kernels, type Shelf } from '../engine/index.ts';
import { packVectors } from '../engine/kernels/quantise.ts';
import { createExplain } from '../engine/ranking/explain/explain.ts';
import { BOWLS_AND_LAMPS, DIMENSIONS, EVERY_TABLE, packShop } from '../engine/testing/bundle.test-support.ts';
import type { VitrineError } from '../errors/error.ts';
import { fail } from '../errors/fail.ts';
import { sha256 } from '../trainer/digest.ts';
import type { Reply, VitrineWorker } from './api.ts';
import { createHost, type HostPlatform } from './host.ts';
import { createImport } from './importLate.ts';
import { openLists } from './lists/openLists.ts';

const OPEN = { bundle: 'https://shop.example/models/', profileName: 'test', storage: 'memory' } as const;

let whole: PackedBundle;
/** A small shop whose bundle holds every section. */
let every: PackedBundle;
/** One whose encoder is a model from outside. */
let sequenced: PackedBundle;
const SEQUENCE = { length: 2, outputs: 2 };
let listed: ListFixture;
beforeAll(async () => {
  whole = await fixtureBundle();
  every = await packShop(EVERY_TABLE);
  const { packed, scales } = packVectors(Float32Array.from(BOWLS_AND_LAMPS.vectors!.flat()), DIMENSIONS);
  const indices = Uint32Array.from(BOWLS_AND_LAMPS.ids, (_, item) => item + 1);
  sequenced = await packShop({
    ...BOWLS_AND_LAMPS,
    sections: [
      {
        name: 'factors',
        load: 'first',
        params: { ...SEQUENCE, encoder: 'onnx', dimensions: DIMENSIONS },
        arrays: { vectors: packed, scales, indices },
      },
      { name: 'onnx', load: 'later', params: SEQUENCE, arrays: { model: new Uint8Array(9) } },
    ],
  });
  listed = await listFixture();
}, 120_000);

function platform({ files }: PackedBundle, own: Partial<HostPlatform>) {
  const told: VitrineError[] = [];
  const host: HostPlatform = {
    reader: () => async (file) => files.get(file)!,
    digest: sha256,
    kernels: async () => createJsKernels(),
    storage: () => {
      throw new Error('must not be asked');
    },
    chunks:
      () =>
      async ({ file }) =>
        files.get(file)!,
    tell: (error) => told.push(error),
    explain: async () => ({ createExplain }),
    clock: () => performance.now(),
    now: () => 0,
    ...own,
  };
  return { worker: createHost(host), told };
}

function value<T>(answer: Reply<T>): T {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.value;
}

/** Every source that proposed something of a shelf. */
async function sourcesOf(worker: VitrineWorker): Promise<string[]> {
  const { items } = value(await worker.recommend({ k: 12, explain: true, repeats: 'allow' }));
  return [...new Set(items.flatMap(({ proposals = [] }) => proposals.map(({ source }) => source)))];
}

const unasked = () => Promise.reject(new Error('must not be asked'));

describe('scripts that come late', () => {
  it('are not asked for by a bundle that needs none', async () => {
    const { worker, told } = platform(whole, { lists: unasked, ivf: unasked });
    expect(value(await worker.open(OPEN)).items).toBe(400);
    expect(told).toEqual([]);
  });

  it('open a catalogue in lists, asked for once the manifest is there and beside its sections', async () => {
    const order: string[] = [];
    const { worker } = platform(listed.files, {
      reader: () => async (file) => {
        order.push(file);
        return listed.files.files.get(file)!;
      },
      lists: async () => {
        order.push('lists');
        return { openLists };
      },
    });
    expect(value(await worker.open(OPEN)).items).toBe(listed.whole.catalogue.size);
    expect(order.slice(0, 2)).toEqual(['manifest.json', 'lists']);
    await worker.track(listed.logs[0]!);
    expect(value(await worker.recommend({ k: 12 })).lists!.present).toBeGreaterThan(0);
  });

  it('bring segments and sessions, asked for once and beside the sections', async () => {
    const order: string[] = [];
    const { worker, told } = platform(every, {
      reader: () => async (file) => {
        order.push(file);
        return every.files.get(file)!;
      },
      models: async () => {
        order.push('models');
        return { createModels };
      },
    });
    value(await worker.open(OPEN));
    expect(order.slice(0, 2)).toEqual(['manifest.json', 'models']);
    expect(order.filter((one) => one === 'models')).toHaveLength(1);
    await worker.track([{ itemId: 'b1', event: 'purchase', timestamp: 0 }]);
    expect(await sourcesOf(worker)).toEqual(expect.arrayContaining(['factors', 'segments', 'sessions']));
    expect(told).toEqual([]);
  });

  it('leave a bundle without its segments and sessions where they are missing, and say so once', async () => {
    const { worker, told } = platform(every, { models: () => Promise.reject(fail('NETWORK', 'vitrine.models.js')) });
    value(await worker.open(OPEN));
    await worker.track([{ itemId: 'b1', event: 'purchase', timestamp: 0 }]);
    const sources = await sourcesOf(worker);
    expect(sources).toEqual(expect.arrayContaining(['factors', 'popularity']));
    expect(sources).not.toContain('segments');
    expect(sources).not.toContain('sessions');
    expect(told.map(({ code }) => code)).toEqual(['NETWORK']);
  });

  it('bring a sequence model after the first shelf, once, and answer by it from then on', async () => {
    const asked: number[][] = [];
    const { worker, told } = platform(sequenced, {
      models: async () => ({ createModels }),
      onnx: async () => ({
        openSequence: async ({ params }) => {
          expect(params).toEqual(SEQUENCE);
          return async (indices) => {
            asked.push([...indices]);
            return Float32Array.of(1, 0);
          };
        },
      }),
    });
    value(await worker.open(OPEN));
    await worker.track([{ itemId: 'b1', event: 'purchase', timestamp: 0 }]);
    expect(await sourcesOf(worker)).not.toContain('factors');
    await vi.waitFor(async () => expect(await sourcesOf(worker)).toContain('factors'));
    await sourcesOf(worker);
    await worker.rerank(['b2', 'l1']);
    expect(asked).toEqual([[0, 1]]);
    expect(told).toEqual([]);
  });

  it.each([
    ['cannot be started', () => Promise.reject(fail('NETWORK', 'vitrine.onnx.js'))],
    ['fails at a question', async () => () => Promise.reject(fail('INTERNAL', 'out of memory'))],
  ])('leave shelves to the other sources where a sequence model %s', async (_, openSequence) => {
    const { worker, told } = platform(sequenced, {
      models: async () => ({ createModels }),
      onnx: async () => ({ openSequence }),
    });
    value(await worker.open(OPEN));
    await worker.track([{ itemId: 'b1', event: 'purchase', timestamp: 0 }]);
    const first = value(await worker.recommend({ k: 3 }));
    await vi.waitFor(async () => {
      await worker.recommend({ k: 3 });
      expect(told.length).toBeGreaterThan(0);
    });
    const scoresOf = ({ items }: Shelf) => items.map(({ itemId, score }) => [itemId, score]);
    expect(scoresOf(value(await worker.recommend({ k: 3 })))).toEqual(scoresOf(first));
    // Left for good and said once, not at every shelf.
    await worker.track([{ itemId: 'l1', event: 'purchase', timestamp: 1 }]);
    await worker.recommend({ k: 3 });
    expect(told).toHaveLength(1);
  });

  it('do not bring one for a shopper who saves data', async () => {
    const { worker, told } = platform(sequenced, {
      models: async () => ({ createModels }),
      onnx: unasked,
      saveData: true,
    });
    value(await worker.open(OPEN));
    await sourcesOf(worker);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told).toEqual([]);
  });

  it('leave such a catalogue its head where they are missing, and say so once', async () => {
    const { worker, told } = platform(listed.files, {
      lists: () => Promise.reject(fail('NETWORK', 'vitrine.lists.js')),
    });
    expect(value(await worker.open(OPEN)).items).toBe(HEAD);
    await worker.track(listed.logs[0]!);
    expect(value(await worker.recommend({ k: 12 })).items).toHaveLength(12);
    expect(told.map(({ code }) => code)).toEqual(['NETWORK']);
  });

  it('are reported with their name and place', async () => {
    for (const script of ['https://shop.invalid/vitrine.worker.js', 'blob:https://shop.example/1234'])
      await expect(createImport(script)('vitrine.none.js')).rejects.toMatchObject({
        code: 'NETWORK',
        where: expect.stringContaining(`vitrine.none.js beside ${script}`),
      });
  });
});

describe('WASM whose memory cannot grow', () => {
  const full = (): never => {
    throw new RangeError('no memory');
  };
  const scannerless = (): Kernels => ({ ...createJsKernels(), kind: 'wasm', createScanner: full });
  const searchless = (): Kernels => ({
    ...createJsKernels(),
    kind: 'wasm',
    createScanner: (vectors) => ({ ...createJsKernels().createScanner(vectors), search: full }),
  });

  it.each([
    ['from the start', scannerless],
    ['in a search', searchless],
  ])('gives way to the plain twins %s', async (_, broken) => {
    const asked: string[] = [];
    const { worker } = platform(whole, {
      kernels: async (choice) => {
        asked.push(choice);
        return choice === 'js' ? createJsKernels() : broken();
      },
    });
    const plain = platform(whole, {}).worker;
    for (const one of [worker, plain]) {
      value(await one.open(OPEN));
      await one.track([{ itemId: idOf(4), event: 'view_item', timestamp: 0 }]);
    }
    const answer = value(await worker.recommend({ k: 12 }));
    expect(answer.items).toEqual(value(await plain.recommend({ k: 12 })).items);
    value(await worker.recommend({ k: 5 }));
    expect(asked).toEqual(['auto', 'js']);
  });
});
