import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asVitrineError } from '../../errors/failAny.ts';
import type { RunData } from './run.ts';

/** SHA-256 of a file as it lies on disk, packed or not. @throws INPUT_MISSING */
export async function hashFile(file: string): Promise<RunData> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (thrown) {
    throw asVitrineError(thrown, 'INPUT_MISSING', file);
  }
  return { file, sha256: hash.digest('hex'), bytes };
}

/** What a run read: files, and of a folder the files in it. A pipe, which can be read but once, has no hash. @throws INPUT_MISSING */
export async function hashInputs(paths: readonly string[]): Promise<RunData[]> {
  const hashed: RunData[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((thrown: unknown) => {
      throw asVitrineError(thrown, 'INPUT_MISSING', path);
    });
    if (found.isFile()) hashed.push(await hashFile(path));
    if (!found.isDirectory()) continue;
    for (const entry of (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isFile()) hashed.push(await hashFile(join(path, entry.name)));
  }
  return hashed;
}
