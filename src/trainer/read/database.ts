import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBDataChunk } from '@duckdb/node-api';
import { asVitrineError } from '../../errors/failAny.ts';
import { isRunning } from '../isRunning.ts';
import { PREPARE } from './macros.ts';

const PREFIX = 'vitrine-read-';
const ABANDONED_AFTER = 3_600_000;

export type Plain = string | number | boolean | null;

/** A DuckDB in memory that the stages of reading one file share, with the macros of `macros.ts`. */
export interface Database {
  /** Folder for copies and for what does not fit in memory. */
  readonly scratch: string;
  run(sql: string): Promise<void>;
  /** A small result as rows. 64-bit integers come as numbers. */
  rows(sql: string): Promise<Plain[][]>;
  /** A large result, about 2,000 rows at a time. */
  chunks(sql: string): AsyncGenerator<DuckDBDataChunk>;
  close(): void;
}

/** Two threads and 700 MB; it may spill to `scratch`, and never fetches extensions. */
async function openDatabase(scratch: string): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api').catch((thrown: unknown) => {
    throw asVitrineError(thrown, 'MISSING_PACKAGE', '@duckdb/node-api');
  });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '700MB',
    temp_directory: scratch,
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  for (const statement of PREPARE) await connection.run(statement);

  return {
    scratch,
    run: async (sql) => {
      await connection.run(sql);
    },
    rows: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader
        .getRows()
        .map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value) as Plain));
    },
    chunks: async function* (sql) {
      const result = await connection.stream(sql);
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        yield chunk;
      }
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * Gives `work` a database and a scratch folder that vanish after it, also where the process exits meanwhile.
 * @throws MISSING_PACKAGE where @duckdb/node-api is not installed, OUTPUT_FAILED where the temporary folder takes nothing
 */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  await removeAbandoned();
  const scratch = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`)).catch((thrown: unknown) => {
    throw asVitrineError(thrown, 'OUTPUT_FAILED', 'the temporary folder (TMPDIR names another)');
  });
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const db = await openDatabase(scratch);
    try {
      return await work(db);
    } finally {
      db.close();
    }
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/**
 * Removes the folders of killed runs, which hold whole logs: of processes that are gone, and untouched for an hour, since
 * where containers share a temporary folder another's process cannot be seen.
 */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isRunning(pid)) continue;
    const folder = join(tmpdir(), name);
    // Others may remove it at the same time, or not let us.
    const age = await stat(folder).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_AFTER) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** `text` as an SQL string literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
