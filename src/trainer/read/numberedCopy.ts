import { open } from 'node:fs/promises';
import { fail } from '../../errors/failAny.ts';
import type { BadLines } from './badLines.ts';
import { RecordSplitter, type RecordSyntax } from './records.ts';

const BUFFER = 1 << 20;
const LF = 0x0a;

/**
 * Writes the records of `blocks` to `out`, each behind the number of the line it began on: "17,rest of the record\n".
 * DuckDB then carries the true line number as a column, through quoted line feeds, blank lines and rejected records alike.
 *
 * @param blocks whole lines of UTF-8 text
 * @param firstLine number of the first of them
 * @returns records written
 */
export async function numberedCopy(
  blocks: AsyncIterable<Buffer>,
  out: string,
  syntax: RecordSyntax,
  bad: BadLines,
  firstLine: number,
): Promise<number> {
  let records = 0;
  let buffer = Buffer.allocUnsafe(BUFFER);
  let filled = 0;
  const full: Buffer[] = [];

  const splitter = new RecordSplitter(
    syntax,
    {
      record(block, start, end, line) {
        const length = end - start + 24;
        if (filled + length > buffer.length) {
          full.push(buffer.subarray(0, filled));
          buffer = Buffer.allocUnsafe(Math.max(BUFFER, length));
          filled = 0;
        }
        filled += buffer.write(String(line), filled, 'latin1');
        buffer[filled++] = syntax.delimiter;
        filled += block.copy(buffer, filled, start, end);
        buffer[filled++] = LF;
        records++;
      },
      bad: (line, reason) => bad.add(line, reason),
    },
    firstLine,
  );

  const handle = await open(out, 'w');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for await (const block of blocks) {
      const text = rest.length > 0 ? Buffer.concat([rest, block]) : block;
      rest = text.subarray(splitter.split(text, false));
      for (const piece of full.splice(0)) await handle.writeFile(piece);
    }
    splitter.split(rest, true);
    full.push(buffer.subarray(0, filled));
    for (const piece of full) await handle.writeFile(piece);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw fail('OUTPUT_FAILED', `${out}: ${message}`);
    throw thrown;
  } finally {
    await handle.close();
  }
  return records;
}
