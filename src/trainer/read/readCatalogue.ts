import { fail } from '../../errors/failAny.ts';
import { type Progress, silent } from '../progress.ts';
import type { CatalogueRow, ReadReport } from '../tables/log.ts';
import { readDelimited } from './catalogue/delimited.ts';
import { toCatalogueRow } from './catalogue/product.ts';
import { readXml } from './catalogue/xml.ts';
import { firstLine } from './firstLine.ts';
import { refuseBad } from './refuse.ts';

/**
 * Reads a product catalogue in Google's Merchant feed format, as TSV, CSV or XML (its first character tells), plain or gzip.
 * Only `id` is required. Lines without an id, with an id seen before, or with an unreadable price or availability are
 * rejected and named in the report.
 *
 * @param options maxBad: share of rejected lines above which the file is refused, default 0.01
 * @returns rows in file order
 * @throws the INPUT_* codes of `readLog`
 */
export async function readCatalogue(
  file: string,
  options: { maxBad?: number } = {},
  progress: Progress = silent,
): Promise<{ rows: CatalogueRow[]; report: ReadReport }> {
  const isXml = (await firstLine(file)).startsWith('<');
  const { products, rows: found, bad } = await (isXml ? readXml : readDelimited)(file, progress);

  const rows: CatalogueRow[] = [];
  const lines = new Map<string, number>();
  for (const { line, raw } of products) {
    const row = toCatalogueRow(raw);
    const earlier = raw.id === undefined ? undefined : lines.get(raw.id);
    if (typeof row === 'string') bad.add(line, row);
    else if (earlier !== undefined) bad.add(line, `the id of line ${earlier} again: ${row.itemId.slice(0, 40)}`);
    else {
      rows.push(row);
      lines.set(row.itemId, line);
    }
  }
  const report: ReadReport = { rows: found, used: rows.length, skipped: {}, bad: bad.count, badLines: bad.first };
  refuseBad(report, file, options.maxBad);
  if (rows.length === 0) throw fail('INPUT_EMPTY', `${file}: no products`);
  return { rows, report };
}
