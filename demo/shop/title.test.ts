import { describe, expect, it } from 'vitest';
import { calmTitle, initials } from './title.ts';

describe('calmTitle', () => {
  it('lowers a title that shouts', () => {
    expect(calmTitle('WHITE HANGING HEART  T-LIGHT HOLDER ')).toBe('White hanging heart t-light holder');
    expect(calmTitle('JUMBO BAG 6 x PINK POLKADOT')).toBe('Jumbo bag 6 x pink polkadot');
  });
  it('leaves mixed case and short names alone', () => {
    expect(calmTitle('Stoneware pasta bowl, moss')).toBe('Stoneware pasta bowl, moss');
    expect(calmTitle('USB hub')).toBe('USB hub');
    expect(calmTitle('TV')).toBe('TV');
  });
});

describe('initials', () => {
  it('takes two words and survives none', () => {
    expect(initials('White hanging heart')).toBe('Wh');
    expect(initials('85123A')).toBe('8');
    expect(initials('***')).toBe('');
  });
});
