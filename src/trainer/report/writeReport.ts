import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { asVitrineError } from '../../errors/failAny.ts';
import { besideOf } from '../unfinished.ts';
import type { ReportSource } from './content.ts';
import { renderReport } from './page.ts';

/** Where the figures of a page lie: `report.json` beside `report.html`, `shop.json` beside `shop.html`. */
const figuresBeside = (out: string): string => join(dirname(resolve(out)), `${basename(out, extname(out))}.json`);

/**
 * Writes the page at `out`, and beside it the JSON that it was made from. Each is whole or absent.
 * @throws OUTPUT_FAILED; MISSING_PACKAGE where echarts is not installed
 */
export async function writeReport(out: string, source: ReportSource): Promise<void> {
  const page = await renderReport(source);
  await writeWhole(figuresBeside(out), `${JSON.stringify(source, null, 1)}\n`);
  await writeWhole(resolve(out), page);
}

/** Writes a file so that it is absent, the former one, or the new one. @throws OUTPUT_FAILED */
export async function writeWhole(file: string, text: string): Promise<void> {
  const beside = besideOf(file);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(beside, text);
    await rename(beside, file);
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => {});
    throw asVitrineError(thrown, 'OUTPUT_FAILED', file);
  }
}
