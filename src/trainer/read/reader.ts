import type { Progress } from '../progress.ts';
import type { CatalogueRow, ReadOptions } from '../tables/log.ts';
import type { BadLines } from './badLines.ts';
import type { Database } from './database.ts';

export interface ReadTask {
  file: string;
  options: ReadOptions;
  db: Database;
  progress: Progress;
}

/** What a format hands on besides the relation `log`. */
export interface Reading {
  /** Data records of the file. */
  rows: number;
  /** Those that never reached `log`. */
  bad: BadLines;
  hasTimes: boolean;
  /** False where the order of a shopper's rows says nothing; absent: it does. */
  hasOrder?: boolean;
  /** True where the relation has the columns `position` and `list` besides. */
  hasPlaces?: boolean;
  catalogue: CatalogueRow[];
}

/**
 * One log format: leaves in the database a table or view `log`, one row an interaction, with the columns
 * line BIGINT, step INTEGER (order within a line), shopper VARCHAR, item VARCHAR, event UTINYINT (index into EVENT_NAMES),
 * time DOUBLE (ms), value, quantity, price DOUBLE (NULL where absent), session VARCHAR (NULL where absent; its own only
 * within a shopper), skip VARCHAR (why the line is left out on purpose) and bad VARCHAR (why it cannot be read; counts only
 * where skip is NULL). A line that is skipped or bad has one row. Where the format knows what was shown where: position INTEGER (place in
 * its list, from 1) and list VARCHAR (its name), both NULL where unknown.
 */
export type LogReader = (task: ReadTask) => Promise<Reading>;
