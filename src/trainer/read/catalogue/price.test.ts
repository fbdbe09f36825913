import { describe, expect, it } from 'vitest';
import { parseCurrency, parsePrice } from './price.ts';

describe('parsePrice', () => {
  it.each([
    ['12.99 USD', 12.99],
    ['USD 12.99', 12.99],
    ['12.99', 12.99],
    ['12,99 EUR', 12.99],
    ['1,299.00 USD', 1299],
    ['1.299,00 EUR', 1299],
    ['1,299', 1299],
    ['1,234,567', 1234567],
    ['1.234.567', 1234567],
    ['$5', 5],
    ['5\u20ac', 5],
    ['0.5', 0.5],
    ['7.', 7],
    [' 3 ', 3],
    ['0', 0],
  ])('reads %j', (text, amount) => {
    expect(parsePrice(text)).toBe(amount);
  });

  it.each(['', 'USD', 'free', '-5', '1 2', '12.99 USD / piece', '1.2,3.4', '5 - 9'])('refuses %j', (text) => {
    expect(parsePrice(text)).toBeUndefined();
  });
});

describe('parseCurrency', () => {
  it.each([
    ['12.99 USD', 'USD'],
    ['12.99usd', 'USD'],
    ['EUR 5', 'EUR'],
    ['12.99', undefined],
    ['$5', undefined],
    ['5 euros', undefined],
  ])('reads %j', (text, currency) => {
    expect(parseCurrency(text)).toBe(currency);
  });
});
