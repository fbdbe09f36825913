import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordSplitter } from './records.ts';

function split(text: string, quotes = true, block = text.length) {
  const records: [line: number, text: string][] = [];
  const bad: [line: number, reason: string][] = [];
  const splitter = new RecordSplitter(
    { delimiter: 0x2c, quotes },
    {
      record: (bytes, start, end, line) => records.push([line, bytes.toString('utf8', start, end)]),
      bad: (line, reason) => bad.push([line, reason]),
    },
  );
  let rest = Buffer.alloc(0);
  for (const piece of cutAtLines(text, block)) {
    const bytes = Buffer.concat([rest, Buffer.from(piece)]);
    rest = Buffer.from(bytes.subarray(splitter.split(bytes, false)));
  }
  splitter.split(rest, true);
  return { records, bad };
}

/** Blocks of at least `size` characters that end with a line feed, as the splitter is promised. */
function cutAtLines(text: string, size: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start + size - 1);
    if (end < 0) break;
    pieces.push(text.slice(start, end + 1));
    start = end + 1;
  }
  return [...pieces, text.slice(start)];
}

describe('RecordSplitter', () => {
  it('numbers records by the line they begin on, past blank lines and quoted line feeds', () => {
    expect(split('a,b\r\n\r\n"c\nd",e\n"f ""x"", g",h\n\ni').records).toEqual([
      [1, 'a,b'],
      [3, '"c\nd",e'],
      [5, '"f ""x"", g",h'],
      [7, 'i'],
    ]);
  });

  it('takes a quote inside an unquoted field for a character', () => {
    expect(split('5" plate,b\na"",c\n')).toEqual({
      records: [
        [1, '5" plate,b'],
        [2, 'a"",c'],
      ],
      bad: [],
    });
  });

  it('gives up only the first line of a record whose quotes do not balance', () => {
    expect(split('a,b\nc,"d\ne,f\ng,"h, i"\nj\n')).toEqual({
      records: [
        [1, 'a,b'],
        [3, 'e,f'],
        [4, 'g,"h, i"'],
        [5, 'j'],
      ],
      bad: [[2, 'text after a closing quote']],
    });
    expect(split('a\n"b\nc\nd')).toEqual({
      records: [
        [1, 'a'],
        [3, 'c'],
        [4, 'd'],
      ],
      bad: [[2, 'a quote is not closed']],
    });
  });

  it('does not let an open quote swallow more than a megabyte', () => {
    const { records, bad } = split(`a\n"b\n${'c,d\n'.repeat(400_000)}`, true, 1 << 16);
    expect(bad).toEqual([[2, 'a quote is not closed']]);
    expect(records).toHaveLength(400_001);
    expect(records.at(-1)).toEqual([400_002, 'c,d']);
  });

  it('refuses a carriage return inside a line but not inside quotes', () => {
    expect(split('a\rb\n"c\rd"\r\n')).toEqual({
      records: [[2, '"c\rd"']],
      bad: [[1, 'a carriage return inside a line']],
    });
  });

  it('leaves quotes alone in formats of one record a line', () => {
    expect(split('"a\nb"c\n', false).records).toEqual([
      [1, '"a'],
      [2, 'b"c'],
    ]);
  });

  it('finds the same records however the text is cut into blocks', () => {
    const text = fc.array(fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', 'b'), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (parts, block) => {
        const whole = parts.join('');
        expect(split(whole, true, block)).toEqual(split(whole));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
