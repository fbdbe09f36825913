import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../errors/failAny.ts';
import type { Progress } from '../progress.ts';
import { BadLines } from './badLines.ts';
import { readBytes } from './bytes.ts';
import { type Database, quote } from './database.ts';
import { type ColumnSpec, matchColumns, parseHeader } from './header.ts';
import { numberedCopy } from './numberedCopy.ts';
import { textBlocks } from './text.ts';

const LF = 0x0a;
/** Between the line number and the text of a line: no text format uses it. */
const UNIT = '\x01';

/** A file ready for DuckDB. */
export interface Staged {
  /** What may follow FROM, once: `line` BIGINT counted from 1, then the columns asked for, VARCHAR, NULL where empty. */
  relation: string;
  /** Data records found, readable or not. */
  rows: number;
  /** Complete only after `takeRejects`. */
  bad: BadLines;
  /** Call after the relation was read: counts the records DuckDB refused and drops the copy. */
  takeRejects(): Promise<void>;
}

/**
 * Stages a delimited file with a header: `relation` has one VARCHAR column for each key of `spec`.
 * @throws INPUT_* of `readBytes`, `textBlocks` and `matchColumns`; INPUT_EMPTY where there is only a header
 */
export async function stageTable(db: Database, file: string, spec: ColumnSpec, progress: Progress): Promise<Staged> {
  const blocks = textBlocks(readBytes(file, progress), file);
  const { header: text, line, rest } = await takeHeader(blocks, file);
  const header = parseHeader(text);
  const places = matchColumns(header, spec, file);
  const selected = [...places].map(([name, at]) => `${at < 0 ? 'NULL::VARCHAR' : `c${at}`} AS "${name}"`);
  const columns = header.columns.map((_, at) => `c${at}`);
  return stage(db, file, rest, { delimiter: header.delimiter, quotes: true, firstLine: line + 1, columns, selected });
}

/**
 * Stages a file of one record a line: `relation` has the columns `line` and `text`.
 * @param encoding latin1 (ISO 8859-1) accepts any bytes
 */
export async function stageLines(
  db: Database,
  file: string,
  progress: Progress,
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<Staged> {
  const bytes = readBytes(file, progress);
  const blocks = textBlocks(encoding === 'latin1' ? fromLatin1(bytes) : bytes, file);
  return stage(db, file, blocks, {
    delimiter: UNIT,
    quotes: false,
    firstLine: 1,
    columns: ['text'],
    selected: ['text'],
  });
}

async function* fromLatin1(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk.toString('latin1'), 'utf8');
}

interface Layout {
  delimiter: string;
  quotes: boolean;
  firstLine: number;
  columns: string[];
  selected: string[];
}

let copies = 0;

async function stage(db: Database, file: string, blocks: AsyncIterable<Buffer>, layout: Layout): Promise<Staged> {
  const { delimiter, quotes, firstLine, columns, selected } = layout;
  const bad = new BadLines();
  const name = `copy_${copies++}`;
  const copy = join(db.scratch, name);
  const records = await numberedCopy(blocks, copy, { delimiter: delimiter.charCodeAt(0), quotes }, bad, firstLine);
  const rows = records + bad.count;
  if (rows === 0) throw fail('INPUT_EMPTY', file);

  const mark = quotes ? `'"'` : `''`;
  const types = ['line', ...columns].map((column) => `${column}: '${column === 'line' ? 'BIGINT' : 'VARCHAR'}'`);
  const relation = `(SELECT line, ${selected.join(', ')} FROM read_csv(${quote(copy)}, auto_detect = false,
    header = false, delim = ${quote(delimiter)}, quote = ${mark}, escape = ${mark}, new_line = '\\n',
    compression = 'none', columns = {${types.join(', ')}}, max_line_size = 33554432, buffer_size = 33554432,
    store_rejects = true, rejects_limit = 0, rejects_table = '${name}_errors', rejects_scan = '${name}_scans'))`;

  return {
    relation,
    rows,
    bad,
    takeRejects: async () => {
      // A record has a row for each column that it lacks: the first tells how many it has. Its text begins with the line
      // number that numberedCopy put there.
      const errors = `(SELECT try_cast(string_split(csv_line, ${quote(delimiter)})[1] AS BIGINT) AS line,
        arg_min(error_message, column_idx) AS reason FROM ${name}_errors GROUP BY ALL)`;
      const [[count] = []] = await db.rows(`SELECT count(*) FROM ${errors}`);
      const first = await db.rows(`SELECT line, reason FROM ${errors} ORDER BY line LIMIT 20`);
      bad.addMany(
        Number(count),
        first.map(([line, reason]) => ({ line: Number(line), reason: plainReason(String(reason)) })),
      );
      await rm(copy, { force: true });
    },
  };
}

/** DuckDB counts our line number as a column, and counts no further than the first column too many. */
function plainReason(reason: string): string {
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(reason);
  if (!counts) return reason;
  const expected = Number(counts[1]) - 1;
  const found = Number(counts[2]) - 1;
  return found > expected ? `more than ${expected} columns` : `${found} columns instead of ${expected}`;
}

async function takeHeader(blocks: AsyncGenerator<Buffer>, file: string) {
  let line = 1;
  for (let next = await blocks.next(); !next.done; next = await blocks.next()) {
    const block = next.value;
    for (let start = 0; start < block.length; line++) {
      const end = block.indexOf(LF, start);
      const stop = end < 0 ? block.length : end;
      const header = block.toString('utf8', start, stop).trim();
      start = stop + 1;
      if (header !== '') return { header, line, rest: prepend(block.subarray(start), blocks) };
    }
  }
  throw fail('INPUT_EMPTY', file);
}

async function* prepend(first: Buffer, others: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* others;
}
