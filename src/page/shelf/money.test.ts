import { describe, expect, it } from 'vitest';
import { formatMoney } from './money.ts';

const inLanguage = (lang: string) => ({ closest: () => (lang ? { lang } : null) }) as unknown as Element;

describe('formatMoney', () => {
  it("writes an amount in the page's language and the bundle's currency", () => {
    expect(formatMoney(inLanguage('en-GB'), 1234.5, 'GBP')).toBe('£1,234.50');
    expect(formatMoney(inLanguage('de'), 1234.5, 'EUR').replace(/\s/, ' ')).toBe('1.234,50 €');
  });

  it('writes the bare number without a currency, and with one that is none', () => {
    expect(formatMoney(inLanguage('en'), 12.5, undefined)).toBe('12.50');
    expect(formatMoney(inLanguage('en'), 12.5, 'pieces')).toMatch(/12\.5/);
  });
});
