import { describe, expect, it } from 'vitest';
import { matchColumns, parseHeader, splitFields } from './header.ts';

describe('parseHeader', () => {
  it.each([
    ['id,title,price', ',', ['id', 'title', 'price']],
    ['id\ttitle, long\tprice', '\t', ['id', 'title, long', 'price']],
    ['id;"a;b";c', ';', ['id', 'a;b', 'c']],
    [' id , "Customer ID" ', ',', ['id', '"Customer ID"']],
    ['id', ',', ['id']],
  ])('cuts %j', (line, delimiter, columns) => {
    expect(parseHeader(line)).toEqual({ delimiter, columns });
  });
});

describe('matchColumns', () => {
  const spec = { user: { names: ['user_id', 'visitor'] }, price: { names: ['price'], optional: true } } as const;

  it('finds columns by any of their names, without case', () => {
    expect([...matchColumns(parseHeader('x,VISITOR'), spec, 'f')]).toEqual([
      ['user', 1],
      ['price', -1],
    ]);
  });

  it('prefers the first name', () => {
    expect(matchColumns(parseHeader('visitor,user_id'), spec, 'f').get('user')).toBe(1);
  });

  it('names what is missing and what was found', () => {
    expect(() => matchColumns(parseHeader('price,x'), spec, 'f.csv')).toThrow(/f\.csv lacks user_id; found price, x/);
    expect(() => matchColumns(parseHeader('{"user_id":1,"x":2}'), spec, 'f.csv')).toThrow(/looks like JSON/);
  });
});

describe('splitFields', () => {
  it('undoes RFC 4180 quoting', () => {
    expect(splitFields('a,"b ""c"", d",,5" e', ',')).toEqual(['a', 'b "c", d', '', '5" e']);
  });
});
