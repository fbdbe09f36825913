import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { fail } from '../../errors/failAny.ts';
import type { Progress } from '../progress.ts';

const CHUNK = 1 << 20;

/** Containers people hand over by mistake, by their first bytes. */
const FOREIGN: [name: string, magic: number[]][] = [
  ['UTF-16 text', [0xff, 0xfe]],
  ['UTF-16 text', [0xfe, 0xff]],
  ['a zip archive or a spreadsheet', [0x50, 0x4b, 0x03, 0x04]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68]],
];

/**
 * The bytes of a file, unpacked where its first bytes (not its name) say gzip (RFC 1952).
 *
 * @param progress told of bytes of the file as it lies on disk
 * @throws INPUT_MISSING, INPUT_EMPTY, INPUT_TRUNCATED (gzip cut short or damaged), INPUT_ENCODING (another container)
 */
export async function* readBytes(file: string, progress: Progress): AsyncGenerator<Buffer> {
  const { head, size } = await peek(file);
  const foreign = FOREIGN.find(([, magic]) => magic.every((byte, i) => head[i] === byte));
  if (foreign) throw fail('INPUT_ENCODING', `${file}: this is ${foreign[0]}`, { line: 1 });

  const source = createReadStream(file, { highWaterMark: CHUNK });
  let done = 0;
  source.on('data', (chunk) => {
    done += chunk.length;
    progress('read', done, size);
  });
  const zipped = head[0] === 0x1f && head[1] === 0x8b;
  const stream = zipped ? source.pipe(createGunzip({ chunkSize: CHUNK })) : source;
  source.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) throw fail('INPUT_TRUNCATED', `${file}: gzip: ${message}`);
    throw fail('INPUT_MISSING', `${file}: ${message}`);
  } finally {
    source.destroy();
    stream.destroy();
  }
}

async function peek(file: string): Promise<{ head: Buffer; size: number }> {
  const handle = await open(file).catch((thrown: Error) => {
    throw fail('INPUT_MISSING', `${file}: ${thrown.message}`);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw fail('INPUT_MISSING', `${file}: not a regular file`);
    if (stat.size === 0) throw fail('INPUT_EMPTY', file);
    const head = Buffer.alloc(8);
    await handle.read(head, 0, 8, 0);
    return { head, size: stat.size };
  } finally {
    await handle.close();
  }
}
