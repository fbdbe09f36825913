import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readBytes } from './bytes.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function read(name: string, content: Uint8Array) {
  const file = join(dir, name);
  writeFileSync(file, content);
  const told: number[][] = [];
  const chunks: Buffer[] = [];
  for await (const chunk of readBytes(file, (_, done, total) => told.push([done, total]))) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), told };
}

describe('readBytes', () => {
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `${i},`).join(''));

  it('goes by the first bytes, whatever the name says', async () => {
    expect((await read('plain.gz', content)).bytes.equals(content)).toBe(true);
    expect((await read('packed.csv', gzipSync(content))).bytes.equals(content)).toBe(true);
  });

  it('tells of progress in bytes on disk, up to the whole', async () => {
    const packed = gzipSync(content);
    const { told } = await read('packed.gz', packed);
    expect(told.at(-1)).toEqual([packed.length, packed.length]);
    expect((await read('plain', content)).told.length).toBeGreaterThan(1);
  });

  it('lets a reader stop early', async () => {
    const file = join(dir, 'early');
    writeFileSync(file, gzipSync(content));
    for await (const chunk of readBytes(file, () => {})) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});
