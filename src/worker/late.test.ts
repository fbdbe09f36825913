import { beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../../e2e/parity/shop.ts';
import { fixtureBundle } from '../../e2e/support/fixture.ts';
import { HEAD, type ListFixture, listFixture } from '../../e2e/support/lists.ts';
import type { PackedBundle } from '../engine/bundle/write.ts';
import { createJsKernels, type Kernels } from '../engine/index.ts';
import type { VitrineError } from '../errors/error.ts';
import { fail } from '../errors/fail.ts';
import { sha256 } from '../trainer/digest.ts';
import type { Reply } from './api.ts';
import { createHost, type HostPlatform } from './host.ts';
import { createImport } from './importLate.ts';
import { openLists } from './lists/openLists.ts';

const OPEN = { bundle: 'https://shop.example/models/', profileName: 'test', storage: 'memory' } as const;

let whole: PackedBundle;
let listed: ListFixture;
beforeAll(async () => {
  whole = await fixtureBundle();
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
