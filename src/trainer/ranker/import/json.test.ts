import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Json, JsonPlace, readJson } from './json.ts';

const read = (text: string) => readJson(new TextEncoder().encode(text));

it('reads JSON as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(read(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('has null where a writer put NaN or Infinity, and leaves strings alone', () => {
  expect(read('{"a":[1,NaN,-Infinity,Infinity,nan,-inf],"NaN":"say \\"NaN\\", or -Infinity"}')).toEqual({
    a: [1, null, null, null, null, null],
    NaN: 'say "NaN", or -Infinity',
  });
});

it.each(['', '{', '[1,', 'NaN]', '{"a":Nan}', '<html>'])('refuses %j', (text) =>
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'RANKER_INVALID' })),
);

it('refuses what is no UTF-8', () => {
  expect(() => readJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(expect.objectContaining({ code: 'RANKER_INVALID' }));
});

it('a place says where it is', () => {
  const root = new JsonPlace({ a: { b: [1, true, 'x', null] }, n: '12', empty: '' }, '');
  expect(root.at('a').at('b').numbers()).toEqual([1, 1, Number.NaN, Number.NaN]);
  expect(new JsonPlace(Float64Array.of(4, 5), '').numbers(2)).toEqual([4, 5]);
  expect(root.at('n').number()).toBe(12);
  expect(root.at('a').at('b').places()[2]!.text()).toBe('x');
  expect(root.at('toString').isThere).toBe(false);
  expect(root.at('a').at('b').at('length').isThere).toBe(false);
  const refusals: [() => unknown, string][] = [
    [() => root.at('a').at('c').number(), 'a.c: missing'],
    [() => root.at('a').number(), 'a: no finite number'],
    [() => root.at('empty').number(), 'empty: no finite number'],
    [() => root.at('a').text(), 'a: no text'],
    [() => root.at('n').places(), 'n: no list'],
    [() => root.at('a').at('b').numbers(3), 'a.b: 4 numbers in place of 3'],
    [() => root.at('a').at('b').places()[3]!.number(), 'a.b[3]: missing'],
  ];
  for (const [ask, where] of refusals) expect(ask).toThrow(expect.objectContaining({ code: 'RANKER_INVALID', where }));
  expect(new JsonPlace(undefined as Json | undefined, '').isThere).toBe(false);
});
