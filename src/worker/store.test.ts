import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../engine/index.ts';
import { readRecord, writeRecord } from './record.ts';
import { type Log, type LogStorage, openStore } from './store.ts';

const seen = (itemId: string): Interaction => ({ itemId, event: 'view_item', timestamp: 1 });
const add =
  (...ids: string[]) =>
  (log: Log): Log => [...log, ...ids.map(seen)];
const ids = (log: Log | undefined) => log?.map(({ itemId }) => itemId);

/** A device whose transactions finish when the test lets them. */
function device(initial?: Log) {
  const state = { stored: initial, writes: 0, broken: false };
  const gates: (() => void)[] = [];
  const storage: LogStorage = {
    read: async () => state.stored,
    async update(change) {
      await new Promise<void>((resolve) => gates.push(resolve));
      if (state.broken) throw new DOMException('', 'QuotaExceededError');
      state.writes++;
      state.stored = change(state.stored ?? []);
      return state.stored;
    },
    async clear() {
      if (state.broken) throw new DOMException('', 'QuotaExceededError');
      state.stored = undefined;
    },
  };
  const release = async () => {
    while (gates.length > 0) {
      gates.shift()!();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { state, storage, release };
}

describe('openStore', () => {
  it('starts from the device', async () => {
    const { storage } = device([seen('a')]);
    const store = await openStore(storage);
    expect(ids(store.log())).toEqual(['a']);
    expect(store.kind()).toBe('device');
  });

  it('shows a change at once and writes those that arrive meanwhile together', async () => {
    const { state, storage, release } = device();
    const store = await openStore(storage);
    for (const id of ['a', 'b', 'c', 'd']) store.change(add(id));
    expect(ids(store.log())).toEqual(['a', 'b', 'c', 'd']);
    await release();
    await store.settled();
    expect(ids(state.stored)).toEqual(['a', 'b', 'c', 'd']);
    expect(state.writes).toBe(2);
  });

  it("keeps another tab's events, and does not revive what another tab erased", async () => {
    const { state, storage, release } = device([seen('a')]);
    const store = await openStore(storage);
    state.stored = [seen('a'), seen('other tab')];
    store.change(add('b'));
    await release();
    expect(ids(store.log())).toEqual(['a', 'other tab', 'b']);
    state.stored = undefined;
    store.change(add('c'));
    await release();
    expect(ids(state.stored)).toEqual(['c']);
    expect(ids(store.log())).toEqual(['c']);
  });

  it('goes on in memory where reading fails, and where a write fails', async () => {
    const { storage } = device();
    const unreadable = await openStore({ ...storage, read: () => Promise.reject(new Error('private mode')) });
    unreadable.change(add('a'));
    expect([unreadable.kind(), ids(unreadable.log())]).toEqual(['memory', ['a']]);

    const full = device([seen('a')]);
    const store = await openStore(full.storage);
    full.state.broken = true;
    store.change(add('b'));
    await full.release();
    expect([store.kind(), ids(store.log())]).toEqual(['memory', ['a', 'b']]);
  });

  it('does not wait for ever for a blocked database', async () => {
    const { storage } = device();
    const store = await openStore({ ...storage, read: () => new Promise(() => {}) }, 10);
    expect(store.kind()).toBe('memory');
  });

  it('does not wait for ever for a write that hangs, and goes on meanwhile', async () => {
    const { storage } = device();
    const store = await openStore({ ...storage, update: () => new Promise(() => {}) }, 10);
    store.change(add('a'));
    await expect(store.settled()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    store.change(add('b'));
    expect(ids(store.log())).toEqual(['a', 'b']);
    await store.erase();
    expect(ids(store.log())).toEqual([]);
  });

  it('takes a foreign value under its key for an empty log', async () => {
    const store = await openStore(device('hello' as unknown as Log).storage);
    expect(store.log()).toEqual([]);
  });

  it('leaves out foreign records, which the engine could not read', async () => {
    const foreign = [null, 7, { itemId: 'b' }, { ...seen('c'), timestamp: 'today' }] as unknown as Log;
    const { state, storage, release } = device([...foreign, seen('a')]);
    const store = await openStore(storage);
    expect(ids(store.log())).toEqual(['a']);
    store.change(add('d'));
    await release();
    expect(ids(state.stored)).toEqual(['a', 'd']);
  });

  it('does not revive on the next page what was forgotten after a write had failed', async () => {
    const { state, storage, release } = device([seen('a'), seen('b')]);
    const store = await openStore(storage);
    const forget = (log: Log) => log.filter(({ itemId }) => itemId !== 'a');
    state.broken = true;
    store.change(add('c'));
    await release();
    expect(store.kind()).toBe('memory');
    const refused = expect(store.changeForGood(forget)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    await new Promise((resolve) => setTimeout(resolve));
    await release();
    await refused;
    expect(ids(store.log())).toEqual(['b', 'c']);
    state.broken = false;
    const kept = store.changeForGood(forget);
    await new Promise((resolve) => setTimeout(resolve));
    await release();
    await kept;
    expect(ids(state.stored)).toEqual(['b']);
  });

  it('takes a change for good in memory alone where the device never worked', async () => {
    const failing = () => Promise.reject(new Error('blocked'));
    const store = await openStore({ read: failing, update: failing, clear: failing });
    await store.changeForGood(add('a'));
    expect(ids(store.log())).toEqual(['a']);
  });

  it('erases memory and device, also what a write under way brings', async () => {
    const { state, storage, release } = device([seen('a')]);
    const store = await openStore(storage);
    store.change(add('b'));
    store.change(add('c'));
    const erased = store.erase();
    await release();
    await erased;
    expect(store.log()).toEqual([]);
    expect(state.stored).toBeUndefined();
  });

  it('keeps what the shopper does after asking to erase, while the device still writes', async () => {
    const { state, storage, release } = device([seen('a')]);
    const store = await openStore(storage);
    store.change(add('b'));
    const erased = store.erase();
    store.change(add('after'));
    expect(ids(store.log())).toEqual(['after']);
    await release();
    await erased;
    expect(ids(store.log())).toEqual(['after']);
    expect(ids(state.stored)).toEqual(['after']);
  });

  it('says so where the device keeps what it should have erased', async () => {
    const { state, storage } = device([seen('a')]);
    const store = await openStore(storage);
    state.broken = true;
    await expect(store.erase()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    expect(store.log()).toEqual([]);
  });

  it('says why it lives in memory', async () => {
    const { storage } = device();
    expect((await openStore(storage)).problem()).toBeUndefined();
    expect((await openStore(undefined)).problem()).toBeUndefined();
    const store = await openStore({ ...storage, read: () => Promise.reject(new Error('private mode')) });
    expect(store.problem()).toMatchObject({ code: 'STORAGE_FAILED', message: expect.stringContaining('private mode') });
  });
});

describe('beside scripts of other versions', () => {
  const view = (itemId: string, timestamp: number): Interaction => ({ itemId, event: 'view_item', timestamp });

  /** Two places of one database, each change a transaction, as device.ts has them. */
  function shared() {
    const places: { record?: unknown; former?: unknown } = {};
    const storage: LogStorage = {
      read: async () => readRecord(places.record, places.former),
      async update(change) {
        const changed = change(readRecord(places.record, places.former));
        places.record = structuredClone(writeRecord(changed));
        delete places.former;
        return changed;
      },
      async clear() {
        delete places.record;
        delete places.former;
      },
    };
    /** What the script of version 1 did. */
    const formerTab = {
      track(one: Interaction) {
        const log = places.former;
        places.former = [...(Array.isArray(log) ? log : []), one];
      },
      erase: () => storage.clear(),
    };
    return { places, storage, formerTab };
  }

  it('loses no event of an old tab and a new one, in whatever order they write', () => {
    return fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 20 }), async (turns) => {
        const { places, storage, formerTab } = shared();
        formerTab.track(view('before', 0));
        const store = await openStore(storage);
        for (const [i, isOld] of turns.entries()) {
          if (isOld) formerTab.track(view(`old ${i}`, i + 1));
          else await store.changeForGood((log) => [...log, view(`new ${i}`, i + 1)]);
        }
        await store.changeForGood((log) => log);
        const expected = ['before', ...turns.map((isOld, i) => `${isOld ? 'old' : 'new'} ${i}`)];
        expect(ids(store.log())).toEqual(expected);
        expect(ids((await openStore(storage)).log())).toEqual(expected);
        expect(places.former).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('keeps nothing that an old tab erased', async () => {
    const { storage, formerTab } = shared();
    const store = await openStore(storage);
    await store.changeForGood((log) => [...log, view('a', 1)]);
    await formerTab.erase();
    await store.changeForGood((log) => [...log, view('b', 2)]);
    expect(ids(store.log())).toEqual(['b']);
  });

  it('goes on in memory beside a newer record, which it neither changes nor, unasked, removes', async () => {
    const { places, storage } = shared();
    const newer = { version: 3, shelves: ['what this script does not know'] };
    places.record = newer;
    const store = await openStore(storage);
    expect(store.kind()).toBe('memory');
    expect(store.problem()?.code).toBe('PROFILE_TOO_NEW');
    store.change((log) => [...log, view('a', 1)]);
    await store.settled();
    expect(ids(store.log())).toEqual(['a']);
    await expect(store.changeForGood((log) => log)).rejects.toMatchObject({ code: 'PROFILE_TOO_NEW' });
    expect(places.record).toBe(newer);
    await store.erase();
    expect([store.log(), places.record]).toEqual([[], undefined]);
  });

  it('leaves a record that became newer while it was open', async () => {
    const { places, storage } = shared();
    const store = await openStore(storage);
    await store.changeForGood((log) => [...log, view('a', 1)]);
    places.record = { version: 3 };
    store.change((log) => [...log, view('b', 2)]);
    await store.settled();
    expect([store.kind(), store.problem()?.code, ids(store.log())]).toEqual(['memory', 'PROFILE_TOO_NEW', ['a', 'b']]);
    await expect(store.changeForGood((log) => log)).rejects.toMatchObject({ code: 'PROFILE_TOO_NEW' });
    expect(places.record).toEqual({ version: 3 });
  });
});
