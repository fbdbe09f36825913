import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { asVitrineError } from '../../errors/failAny.ts';
import type { ReportSource } from '../report/content.ts';
import { renderReport } from '../report/page.ts';
import { besideOf, removeAbandoned } from '../unfinished.ts';
import type { Run } from './run.ts';

/** "20261121-165000-3fa9c1": when a run began, UTC, and a part of its hash, so that runs of one second have names of their own. */
export function runId(startedAt: Date, run: Omit<Run, 'id'>): string {
  const time = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:]/g, '')
    .replace('T', '-');
  const hash = createHash('sha256')
    .update(`${JSON.stringify(run)}${process.pid}`)
    .digest('hex');
  return `${time}-${hash.slice(0, 6)}`;
}

/**
 * Keeps a run in a folder of its own below `dir`: run.json, and with a source report.json and report.html. The folder is there whole
 * or not at all. Without echarts the page is left out; its figures are there all the same.
 * @returns the run's folder
 * @throws OUTPUT_FAILED
 */
export async function writeRun(dir: string, run: Run, source?: ReportSource): Promise<string> {
  const target = join(resolve(dir), run.id);
  const beside = besideOf(target);
  try {
    await mkdir(resolve(dir), { recursive: true });
    await removeAbandoned(target);
    await mkdir(beside);
    await writeFile(join(beside, 'run.json'), `${JSON.stringify(run, null, 1)}\n`);
    if (source) {
      await writeFile(join(beside, 'report.json'), `${JSON.stringify(source, null, 1)}\n`);
      const page = await renderReport(source).catch(withoutCharts);
      if (page !== undefined) await writeFile(join(beside, 'report.html'), page);
    }
    await rename(beside, target);
  } catch (thrown) {
    await rm(beside, { recursive: true, force: true }).catch(() => {});
    throw asVitrineError(thrown, 'OUTPUT_FAILED', target);
  }
  return target;
}

/** The page is left out where echarts is not there to draw it; anything else is wrong. */
function withoutCharts(thrown: unknown): undefined {
  if (asVitrineError(thrown).code !== 'MISSING_PACKAGE') throw thrown;
}
