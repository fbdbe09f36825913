import { isUtf8 } from 'node:buffer';
import { fail } from '../../errors/failAny.ts';

const LF = 0x0a;
const MAX_LINE = 32 << 20;

/**
 * Cuts a stream of bytes into blocks of whole lines and makes sure that they are UTF-8 text. A byte order mark is dropped;
 * the last line may lack its line feed.
 *
 * @throws INPUT_ENCODING with the line (from 1), INPUT_EMPTY, INPUT_REJECTED where a line is longer than 32 MB
 */
export async function* textBlocks(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  let line = 1;
  let any = false;
  for await (const chunk of chunks) {
    const cut = chunk.lastIndexOf(LF) + 1;
    if (cut > 0) {
      const block = Buffer.concat([...rest, chunk.subarray(0, cut)]);
      yield checked(any ? block : withoutMark(block), line, file);
      any = true;
      line += countLines(block);
      rest = [];
      held = 0;
    }
    if (cut < chunk.length) {
      rest.push(chunk.subarray(cut));
      held += chunk.length - cut;
    }
    if (held > MAX_LINE) {
      const badLines = [{ line, reason: 'the line is longer than 32 MB' }];
      throw fail('INPUT_REJECTED', `${file}: line ${line} is longer than 32 MB`, { badLines });
    }
  }
  if (held > 0) {
    const block = Buffer.concat(rest);
    yield checked(any ? block : withoutMark(block), line, file);
  } else if (!any) throw fail('INPUT_EMPTY', file);
}

function withoutMark(block: Buffer): Buffer {
  return block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf ? block.subarray(3) : block;
}

function countLines(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(LF); at >= 0; at = block.indexOf(LF, at + 1)) count++;
  return count;
}

function checked(block: Buffer, firstLine: number, file: string): Buffer {
  if (isUtf8(block) && !block.includes(0)) return block;
  let line = firstLine;
  for (let start = 0; start < block.length; line++) {
    const end = block.indexOf(LF, start);
    const text = block.subarray(start, end < 0 ? block.length : end);
    if (text.includes(0)) throw fail('INPUT_ENCODING', `${file}, line ${line}: a zero byte`, { line });
    if (!isUtf8(text)) throw fail('INPUT_ENCODING', `${file}, line ${line}`, { line });
    start += text.length + 1;
  }
  return block;
}
