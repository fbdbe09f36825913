import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BadLines } from './badLines.ts';
import { numberedCopy } from './numberedCopy.ts';

const dir = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function copy(blocks: string[], firstLine: number) {
  async function* source() {
    for (const block of blocks) yield Buffer.from(block);
  }
  const out = join(dir, 'copy');
  const bad = new BadLines();
  const records = await numberedCopy(source(), out, { delimiter: 0x2c, quotes: true }, bad, firstLine);
  return { records, bad, text: readFileSync(out, 'utf8') };
}

describe('numberedCopy', () => {
  it('puts its line number before each record, with one kind of line end', async () => {
    const { records, bad, text } = await copy(['a,b\r\n"c\n', 'd",e\n\n"f"g\n', 'h'], 2);
    expect(text).toBe('2,a,b\n3,"c\nd",e\n7,h\n');
    expect(records).toBe(3);
    expect(bad.first).toEqual([{ line: 6, reason: 'text after a closing quote' }]);
  });

  it('keeps records that are larger than its buffer', async () => {
    const long = 'x'.repeat(3 << 20);
    const { text } = await copy([`a\n${long}\nb\n`, `${long}\n`], 1);
    expect(text).toBe(`1,a\n2,${long}\n3,b\n4,${long}\n`);
  });
});
