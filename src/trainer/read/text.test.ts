import { describe, expect, it } from 'vitest';
import { textBlocks } from './text.ts';

async function* cut(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

async function blocksOf(text: string | Uint8Array, size: number): Promise<string[]> {
  const blocks: string[] = [];
  for await (const block of textBlocks(cut(Buffer.from(text as string), size), 'f')) blocks.push(block.toString());
  return blocks;
}

describe('textBlocks', () => {
  it.each([1, 2, 3, 7, 100])('keeps lines and characters whole in chunks of %d bytes', async (size) => {
    const text = 'caf\u00e9\n\u{1f600} x\n\nlast';
    const blocks = await blocksOf(`\ufeff${text}`, size);
    expect(blocks.join('')).toBe(text);
    for (const block of blocks.slice(0, -1)) expect(block.endsWith('\n')).toBe(true);
  });

  it.each([1, 5, 100])('names the line with a fault, in chunks of %d bytes', async (size) => {
    const latin1 = Buffer.from('a\nb\ncaf\u00e9 x\nd\n', 'latin1');
    await expect(blocksOf(latin1, size)).rejects.toMatchObject({ code: 'INPUT_ENCODING', details: { line: 3 } });
    await expect(blocksOf('a\nb\0\nc\n', size)).rejects.toMatchObject({ code: 'INPUT_ENCODING', details: { line: 2 } });
    await expect(blocksOf(Buffer.from('a\nb\ncaf\u00e9', 'latin1'), size)).rejects.toMatchObject({
      details: { line: 3 },
    });
  });

  it('refuses what has no lines', async () => {
    await expect(blocksOf('', 1)).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
    await expect(blocksOf('x'.repeat(33 << 20), 1 << 20)).rejects.toMatchObject({ code: 'INPUT_REJECTED' });
  });
});
