import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floats, message, packed } from '../export/protobufWriter.ts';
import { bytesOf, floatsOf, intOf, intsOf, messagesOf, numbersIn, readMessage, textOf, textsOf } from './protobuf.ts';

it('reads what is written: numbers, texts, messages, packed or one by one', () => {
  const whole = fc.nat(Number.MAX_SAFE_INTEGER);
  fc.assert(
    fc.property(
      fc.array(whole),
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.array(fc.float()),
      (ints, texts, values) => {
        const inner = message([15, 7]);
        const read = readMessage(
          message(
            ...ints.map((int): [number, number] => [1, int]),
            [2, packed(ints)],
            ...texts.map((text): [number, string] => [3, text]),
            [300, floats(values)],
            [5, inner],
            [5, inner],
          ),
        );
        expect(intsOf(read, 1)).toEqual(ints);
        expect(intsOf(read, 2)).toEqual(ints);
        expect(textsOf(read, 3)).toEqual(texts);
        expect(floatsOf(read, 300)).toEqual(values);
        expect(messagesOf(read, 5).map((one) => intOf(one, 15))).toEqual([7, 7]);
      },
    ),
  );
});

it('takes the last of a field, and what is usual where there is none', () => {
  const read = readMessage(message([1, 'a'], [1, 'b'], [2, 3], [2, 4]));
  expect([textOf(read, 1), intOf(read, 2), textOf(read, 9), intOf(read, 9, 8)]).toEqual(['b', 4, '', 8]);
  expect(bytesOf(read, 2)).toEqual([]);
});

it('reads numbers below 0, floats that are not packed, and doubles', () => {
  // -1 as protobuf writes it, ten bytes; a fixed32 and a fixed64.
  const minus = [0x08, ...Array<number>(9).fill(0xff), 1];
  const read = readMessage(Uint8Array.of(...minus, 0x15, 0, 0, 0x80, 0x3f, 0x19, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f));
  expect([intOf(read, 1), floatsOf(read, 2), floatsOf(read, 3, 8)]).toEqual([-1, [1], [1]]);
  expect(numbersIn(Uint8Array.of(255, 255, 255, 255, 9), 'i32')).toEqual([-1]);
});

describe('refuses', () => {
  it.each<[string, number[]]>([
    ['a number without an end', [0x08, 0x80]],
    ['a number of eleven bytes', [0x08, ...Array<number>(11).fill(0x80), 0]],
    ['a text that is longer than the file', [0x0a, 5, 0x61]],
    ['half a float', [0x15, 0, 0]],
    ['a length below 0', [0x0a, ...Array<number>(9).fill(0xff), 1]],
    ['a group', [0x0b, 0x0c]],
    ['a text of field 0', [0x02, 0]],
  ])('%s', (_, bytes) =>
    expect(() => readMessage(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'RANKER_INVALID' })),
  );

  it('packed numbers without an end', () => {
    const read = readMessage(message([1, Uint8Array.from(Array<number>(12).fill(0x80))]));
    expect(() => intsOf(read, 1)).toThrow(expect.objectContaining({ code: 'RANKER_INVALID' }));
  });
});
