import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Progress } from '../progress.ts';
import { readLog } from '../read/readLog.ts';
import { hashFile } from '../runs/hashFile.ts';
import type { EventLog, LogFormat, ReadOptions } from '../tables/log.ts';
import { type Cache, noCache } from './cache.ts';

/** Files beside the log that a format reads too. */
const COMPANIONS: Partial<Record<LogFormat, RegExp>> = {
  movielens: /^movies\.(csv|dat)(\.gz)?$/,
  retailrocket: /^(events|item_properties\w*|category_tree)\.csv(\.gz)?$/,
};

/**
 * `readLog`, found again where the cache holds what the same bytes gave: of the log, and of the files beside it that the format
 * reads too.
 * @throws what `readLog` throws
 */
export async function readLogThrough(
  cache: Cache,
  file: string,
  { format, maxBad, minRating }: ReadOptions,
  progress: Progress,
): Promise<EventLog> {
  // Hashing reads the file once more, which a pipe does not allow.
  if (cache === noCache) return readLog(file, { format, maxBad, minRating }, progress);
  const read = () => readLog(file, { format, maxBad, minRating }, progress);
  const files = await filesOf(file, COMPANIONS[format]);
  // What is not there, readLog says best.
  if (files.length === 0) return read();
  const hashes: [string, string][] = [];
  for (const one of files) hashes.push([basename(one), (await hashFile(one)).sha256]);
  return cache.through('read log', [format, maxBad, minRating, hashes], read);
}

async function filesOf(file: string, companions: RegExp | undefined): Promise<string[]> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return [];
  const folder = found.isDirectory() ? file : dirname(file);
  const names = companions ? (await readdir(folder)).filter((name) => companions.test(name)).sort() : [];
  return [...(found.isFile() ? [file] : []), ...names.map((name) => join(folder, name))];
}
