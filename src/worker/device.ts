import { clear, createStore, get, type UseStore, update } from 'idb-keyval';
import type { Log, LogStorage } from './store.ts';

const KEY = 'log';

/** The log in IndexedDB: database `name`, store `log`, one record. Nothing is opened before the first call. */
export function createDeviceStorage(name: string): LogStorage {
  const store = openYielding(name);
  return {
    read: () => get<Log>(KEY, store),
    async update(change) {
      let changed: Log = [];
      await update<Log>(
        KEY,
        (log) => {
          changed = change(log ?? []);
          return changed;
        },
        store,
      );
      return changed;
    },
    clear: () => clear(store),
  };
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
