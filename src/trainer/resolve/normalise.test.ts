import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRIES, findCountry } from './countries.ts';
import { normalise } from './normalise.ts';

const plain = { stripPlusTags: false };
const from = (code: string) => ({ ...plain, country: findCountry(code) });

describe('normalise', () => {
  it.each([
    ['Anna.Lee@Shop.COM', 'anna.lee@shop.com'],
    ['  anna@shop.com\t', 'anna@shop.com'],
    ['mailto:anna@shop.com', 'anna@shop.com'],
    ['anna+tag@shop.co.uk', 'anna+tag@shop.co.uk'],
    ['josé@españa.es', 'josé@españa.es'],
    ['jose\u0301@espan\u0303a.es', 'josé@españa.es'],
  ])('spells the email %j as %j', (text, spelled) => {
    expect(normalise('email', text, plain)).toBe(spelled);
  });

  it('strips plus tags where it is told to, but never a whole name', () => {
    const strip = { stripPlusTags: true };
    expect(normalise('email', 'anna+shop+2@x.org', strip)).toBe('anna@x.org');
    expect(normalise('email', '+anna@x.org', strip)).toBe('+anna@x.org');
  });

  it.each(['anna', 'anna@', '@x.org', 'anna@localhost', 'a@b.c, d@e.f', 'a b@x.org', 'a@x.'])('refuses %j', (text) => {
    expect(normalise('email', text, plain)).toEqual({ wrong: 'not an email address' });
  });

  it.each([
    ['GB', '020 7946 0018', '+442079460018'],
    ['GB', '+44 20 7946 0018', '+442079460018'],
    ['GB', '+44 (0)20 7946-0018', '+442079460018'],
    ['GB', '0044 20 7946 0018', '+442079460018'],
    ['+44', '020 7946 0018', '+442079460018'],
    ['US', '(212) 555-0123', '+12125550123'],
    ['US', '1-212-555-0123', '+12125550123'],
    ['IT', '06 6982 1234', '+390669821234'],
    ['RU', '8 495 123-45-67', '+74951234567'],
    ['HU', '06 1 234 5678', '+3612345678'],
    ['DE', 'tel:+49.30.123456', '+4930123456'],
    ['DE', '+33 1 42 68 53 00', '+33142685300'],
  ])('spells a number of %s, %j, as %s', (country, text, spelled) => {
    expect(normalise('phone', text, from(country))).toBe(spelled);
  });

  it('keeps the digits of a national number of nobody knows where', () => {
    expect(normalise('phone', '020 7946 0018', plain)).toBe('02079460018');
    expect(normalise('phone', '+44 20 7946 0018', plain)).toBe('+442079460018');
  });

  it.each(['ring the shop', '12', '+1234', '+1234567890123456', '555-CALL', '+'])('refuses the number %j', (text) => {
    expect(normalise('phone', text, plain)).toHaveProperty('wrong');
  });

  it.each(['', '  ', 'NULL', 'n/a', 'Unknown', '(not set)', '0', '00000000-0000-0000-0000-000000000000'])(
    'takes %j for no identifier',
    (text) => {
      for (const kind of ['email', 'phone', 'device']) expect(normalise(kind, text, plain)).toBeUndefined();
    },
  );

  it('keeps the case of what it does not know the spelling of', () => {
    expect(normalise('loyalty', ' aB-01 ', plain)).toBe('aB-01');
  });

  it('never repeats an identifier in what it says is wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom('email', 'phone'), fc.string({ minLength: 6 }), (kind, text) => {
        const spelled = normalise(kind, text, plain);
        if (typeof spelled === 'object') expect(spelled.wrong).not.toContain(text.trim());
      }),
    );
  });

  it('leaves what it has spelled as it is', () => {
    const digits = fc.stringMatching(/^0[1-9]\d{7,9}$/);
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), digits), fc.constantFrom('GB', 'US', 'IT'), (text, code) => {
        const kind = text.includes('@') ? 'email' : 'phone';
        const once = normalise(kind, text, from(code));
        if (typeof once === 'string') expect(normalise(kind, once, from(code))).toBe(once);
      }),
    );
  });
});

describe('findCountry', () => {
  it('knows ISO codes in any case, and calling codes', () => {
    expect(findCountry('gb')).toEqual({ code: '44', trunk: '0' });
    expect(findCountry('+39')).toEqual({ code: '39' });
    expect(findCountry('+299')).toEqual({ code: '299', trunk: '0' });
  });

  it.each(['', 'XX', '44', '+0', '+1234', 'toString'])('does not know %j', (text) => {
    expect(findCountry(text)).toBeUndefined();
  });

  it('has codes of one to three digits', () => {
    for (const { code, trunk = '' } of Object.values(COUNTRIES))
      expect(`${code}/${trunk}`).toMatch(/^\d{1,3}\/\d{0,2}$/);
  });
});
