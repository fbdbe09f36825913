import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
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
