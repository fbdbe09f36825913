import { fail } from '../../errors/failAny.ts';
import type { Progress } from '../progress.ts';
import { type Database, quote, withDatabase } from '../read/database.ts';
import { firstLine } from '../read/firstLine.ts';
import { type ColumnSpec, matchColumns, parseHeader } from '../read/header.ts';
import { refuseBad } from '../read/refuse.ts';
import { type Staged, stageLines, stageTable } from '../read/stage.ts';
import type { ReadReport } from '../tables/log.ts';
import type { LinkCounter } from './links.ts';
import { type Kind, normalise, type Spelling } from './normalise.ts';

/** A column of the input and the kind of identifier that it holds. */
export interface IdColumn {
  kind: Kind;
  column: string;
}

/** Columns that are taken for identifiers where none are named, by the names they go by in exports (compared without case). */
const KNOWN_COLUMNS: Readonly<Record<Kind, readonly string[]>> = {
  customer: ['customer_id', 'customer', 'user_id', 'account_id', 'external_id'],
  email: ['email', 'e-mail', 'email_address', 'mail'],
  phone: ['phone', 'phone_number', 'mobile', 'telephone', 'tel'],
  loyalty: ['loyalty', 'loyalty_id', 'loyalty_card', 'card', 'card_id'],
  device: ['device', 'device_id', 'client_id', 'user_pseudo_id', 'cookie', 'cookie_id', 'visitor_id'],
};

export interface ReadIdentifiersOptions extends Spelling {
  /** Default: those of KNOWN_COLUMNS that the file has. */
  columns?: readonly IdColumn[] | undefined;
  /** Share of lines with something unreadable above which the file is refused; default .01. */
  maxBad?: number | undefined;
}

/**
 * Reads a file of identifiers, delimited with a header or JSON lines, plain or gzip, into `counter`: what one line holds belongs
 * together. An identifier that cannot be read makes its line a bad one, and is left out; the line's others count.
 * @throws the INPUT_* codes of `readLog`; INPUT_COLUMNS also where no column is known
 */
export function readIdentifiers(
  file: string,
  options: ReadIdentifiersOptions,
  counter: LinkCounter,
  progress: Progress,
): Promise<ReadReport> {
  return withDatabase(async (db) => {
    const isJson = /^[{[]/.test(await firstLine(file));
    const { staged, columns } = await (isJson ? stageJson : stageDelimited)(db, file, options, progress);
    const fields = columns.map((_, at) => `c${at}`).join(', ');
    await db.run(`CREATE TABLE identifiers AS
      SELECT line, ${fields}, ${isJson ? 'bad' : 'NULL::VARCHAR'} AS reason FROM ${staged.relation}`);
    await staged.takeRejects();
    const { bad } = staged;
    let empty = 0;
    for await (const chunk of db.chunks('SELECT * FROM identifiers ORDER BY line')) {
      for (const [line, ...texts] of chunk.getRows()) {
        const reason = texts.pop();
        const row: { kind: Kind; text: string }[] = [];
        const wrong = new Set(reason ? [String(reason)] : []);
        for (const [at, { kind, names }] of columns.entries()) {
          const text = texts[at] === null ? undefined : normalise(kind, String(texts[at]), options);
          if (typeof text === 'string') row.push({ kind, text });
          else if (text) wrong.add(`${names[0]}: ${text.wrong}`);
        }
        if (wrong.size > 0) bad.add(Number(line), [...wrong].join('; '));
        else if (row.length === 0) empty++;
        counter.add(row);
      }
    }
    const skipped: Record<string, number> = empty > 0 ? { 'no identifier': empty } : {};
    const used = staged.rows - bad.count - empty;
    const report = { rows: staged.rows, used, skipped, bad: bad.count, badLines: bad.first };
    refuseBad(report, file, options.maxBad);
    return report;
  });
}

interface StagedColumns {
  staged: Staged;
  columns: readonly { kind: Kind; names: readonly string[] }[];
}

async function stageDelimited(
  db: Database,
  file: string,
  options: ReadIdentifiersOptions,
  progress: Progress,
): Promise<StagedColumns> {
  const wanted = columnsOf(options);
  const spec: ColumnSpec = Object.fromEntries(
    wanted.map(({ names }, at) => [`c${at}`, options.columns ? { names } : { names, optional: true }]),
  );
  const places = [...matchColumns(parseHeader(await firstLine(file)), spec, file).values()];
  if (places.every((place) => place < 0)) throw noColumns(file);
  return { staged: await stageTable(db, file, spec, progress), columns: wanted };
}

/** One object a line, its fields by name; numbers count as the text they are. */
async function stageJson(
  db: Database,
  file: string,
  options: ReadIdentifiersOptions,
  progress: Progress,
): Promise<StagedColumns> {
  const wanted = columnsOf(options);
  const staged = await stageLines(db, file, progress);
  const field = (name: string) => `nullif(object ->> ${quote(`$.${JSON.stringify(name)}`)}, '')`;
  const fields = wanted.map(({ names }, at) => `coalesce(${[...names.map(field), 'NULL'].join(', ')}) AS c${at}`);
  const relation = `(SELECT line, ${fields.join(', ')}, CASE WHEN object IS NULL THEN 'not a JSON object' END AS bad
    FROM (SELECT line, CASE WHEN json_valid(text) AND json_type(text) = 'OBJECT' THEN text::JSON END AS object
      FROM ${staged.relation}))`;
  return { staged: { ...staged, relation }, columns: wanted };
}

/** Columns with the names under which a file may have them. */
function columnsOf({ columns }: ReadIdentifiersOptions): StagedColumns['columns'] {
  if (columns) return columns.map(({ kind, column }) => ({ kind, names: [column] }));
  return Object.entries(KNOWN_COLUMNS).map(([kind, names]) => ({ kind, names }));
}

function noColumns(file: string): Error {
  const names = Object.values(KNOWN_COLUMNS).map(([name]) => name!);
  return fail('INPUT_COLUMNS', `${file} has none of ${names.join(', ')}; name its columns with --columns`, {
    missing: names,
  });
}
