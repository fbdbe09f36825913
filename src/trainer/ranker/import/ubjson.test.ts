import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { fixture } from './parity.test-support.ts';
import { readUbjson } from './ubjson.ts';

const ascii = (text: string) => [...new TextEncoder().encode(text)];
const read = (...parts: (string | number)[]) =>
  readUbjson(Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? ascii(part) : [part]))));

/** The plainest UBJSON of a value. */
function write(value: Json): number[] {
  if (value === null) return ascii('Z');
  if (typeof value === 'boolean') return ascii(value ? 'T' : 'F');
  if (typeof value === 'number') {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return [...ascii('D'), ...new Uint8Array(view.buffer)];
  }
  if (typeof value === 'string') return [...ascii('S'), ...text(value)];
  if (Array.isArray(value)) return [...ascii('['), ...value.flatMap(write), ...ascii(']')];
  return [
    ...ascii('{'),
    ...Object.entries(value).flatMap(([key, one]) => [...text(key), ...write(one)]),
    ...ascii('}'),
  ];
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  const view = new DataView(new ArrayBuffer(4));
  view.setInt32(0, bytes.length);
  return [...ascii('l'), ...new Uint8Array(view.buffer), ...bytes];
}

it('reads every kind of value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json;
      expect(readUbjson(Uint8Array.from(write(json)))).toEqual(json);
    }),
  );
});

it('reads the containers that XGBoost writes, counted and typed', () => {
  expect(read('[$l#i', 2, 0, 0, 0, 7, 255, 255, 255, 255)).toEqual(Float64Array.of(7, -1));
  expect(read('[$d#U', 1, 0x3f, 0x80, 0, 0)).toEqual(Float64Array.of(1));
  expect(read('[#i', 2, 'TF')).toEqual([true, false]);
});

it('reads a model', () => {
  const model = readUbjson(fixture('xgboost-binary-ubj.ubj')) as Record<string, Record<string, unknown>>;
  expect(model.learner!.feature_names).toEqual(['visits', 'recency', 'price', 'age', 'category', 'stock']);
});

describe('refuses', () => {
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it.each<[string, (string | number)[]]>([
    ['nothing', []],
    ['a letter that is no type', ['x']],
    ['the name of a method as a type', ['{i', 1, 'ac']],
    ['half a number', ['D', 0, 0]],
    ['a list without an end', ['[TT']],
    ['an object without a value', ['{i', 1, 'a}']],
    ['a billion numbers', ['[$d#l', 0x3b, 0x9a, 0xca, 0]],
    ['a billion nulls', ['[$Z#l', 0x3b, 0x9a, 0xca, 0]],
    ['a count below 0', ['[#i', 255]],
    ['a type without a count', ['[$i', 1, ']']],
    ['a text that is longer than the file', ['Si', 100, 'abc']],
    ['a text that is no UTF-8', ['Si', 1, 0xff]],
    ['what goes on after its end', ['TT']],
    ['lists in lists in lists', [deep(100)]],
  ])('%s', (_, parts) => expect(() => read(...parts)).toThrow(expect.objectContaining({ code: 'RANKER_INVALID' })));

  it('and reads lists in lists', () => expect(read(deep(3))).toEqual([[[]]]));
});
