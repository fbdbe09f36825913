import { clear, createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import { readRecord, writeRecord } from './record.ts';
import type { Log, LogStorage } from './store.ts';

const KEY = 'profile';
/** Where version 1 keeps its bare list. */
const FORMER_KEY = 'log';

/** The log in IndexedDB: database `name`, store `log`, one record. Nothing is opened before the first call. */
export function createDeviceStorage(name: string): LogStorage {
  const store = openYielding(name);
  return {
    read: () => store('readonly', async (objects) => readRecord(...(await bothOf(objects)))),
    update: (change) =>
      store(
        'readwrite',
        (objects) =>
          new Promise((resolve, reject) => {
            let changed: Log = [];
            const [record, former] = requestsOf(objects);
            // In the request's own event: a promise's callback would be late for the transaction in some browsers.
            former.onsuccess = () => {
              try {
                changed = change(readRecord(record.result, former.result));
                objects.put(writeRecord(changed), KEY);
                if (former.result !== undefined) objects.delete(FORMER_KEY);
              } catch (error) {
                reject(error);
              }
            };
            promisifyRequest(objects.transaction).then(() => resolve(changed), reject);
          }),
      ),
    clear: () => clear(store),
  };
}

/** Requests are answered in their order. */
function requestsOf(objects: IDBObjectStore): [record: IDBRequest<unknown>, former: IDBRequest<unknown>] {
  return [objects.get(KEY), objects.get(FORMER_KEY)];
}

function bothOf(objects: IDBObjectStore): Promise<[record: unknown, former: unknown]> {
  const [record, former] = requestsOf(objects);
  return Promise.all([promisifyRequest(record), promisifyRequest(former)]);
}

/** A store whose connection gives way: an open one would block another tab's upgrade or deletion of the database for ever. */
function openYielding(name: string): UseStore {
  let current = createStore(name, 'log');
  return (mode, callback) =>
    current(mode, (store) => {
      const database = store.transaction.db;
      database.onversionchange = () => {
        database.close();
        current = createStore(name, 'log');
      };
      return callback(store);
    });
}
