import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { asVitrineError, fail } from '../../errors/failAny.ts';

/** Fewest bytes of a key: fewer could be tried out, and with the key emails and phone numbers can. */
const MIN_BYTES = 16;

/**
 * The key under which identifiers are hashed: what the file holds, without the line feed that editors add.
 * @throws INPUT_MISSING, CONFIG_INVALID where it is shorter than 16 bytes
 */
export async function readKey(file: string): Promise<Uint8Array> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    throw fail('INPUT_MISSING', file);
  }
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--;
  if (end < MIN_BYTES) throw fail('CONFIG_INVALID', `${file}: a key of at least ${MIN_BYTES} bytes is needed`);
  return bytes.subarray(0, end);
}

/**
 * The key in `file`, made and written there (readable by its owner only) where there is none yet.
 * @throws OUTPUT_FAILED and what `readKey` throws
 */
export async function ensureKey(file: string): Promise<{ key: Uint8Array; isNew: boolean }> {
  try {
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
    return { key: await readKey(file), isNew: true };
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw asVitrineError(thrown, 'OUTPUT_FAILED', file);
    return { key: await readKey(file), isNew: false };
  }
}
