import type { Progress } from '../../progress.ts';
import type { BadLines } from '../badLines.ts';
import { withDatabase } from '../database.ts';
import { stageTable } from '../stage.ts';
import { ATTRIBUTES, type Attribute, type RawProduct } from './product.ts';

export interface FoundProducts {
  /** In file order. */
  products: { line: number; raw: RawProduct }[];
  /** Records found, readable or not. */
  rows: number;
  bad: BadLines;
}

const NAMES = Object.keys(ATTRIBUTES) as Attribute[];

/** Products of a feed with a header and commas, tabs, semicolons or bars between fields. */
export function readDelimited(file: string, progress: Progress): Promise<FoundProducts> {
  return withDatabase(async (db) => {
    const staged = await stageTable(db, file, ATTRIBUTES, progress);
    const columns = NAMES.map((name) => `trim("${name}")`);
    const rows = await db.rows(`SELECT line, ${columns.join(', ')} FROM ${staged.relation} ORDER BY line`);
    await staged.takeRejects();
    const products = rows.map(([line, ...values]) => {
      const raw: RawProduct = {};
      for (const [at, value] of values.entries()) if (value !== null) raw[NAMES[at]!] = String(value);
      return { line: Number(line), raw };
    });
    return { products, rows: staged.rows, bad: staged.bad };
  });
}
