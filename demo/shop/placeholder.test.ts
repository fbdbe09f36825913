import { describe, expect, it } from 'vitest';
import { placeholder } from './placeholder.ts';

describe('placeholder', () => {
  it('is decided by the id, and shows the initials', () => {
    expect(placeholder('85123A', 'White hanging heart')).toBe(placeholder('85123A', 'White hanging heart'));
    expect(placeholder('85123A', 'White hanging heart')).toContain('>Wh</text>');
    const different = new Set(Array.from({ length: 100 }, (_, i) => placeholder(`item-${i}`, 'Bowl')));
    expect(different.size).toBeGreaterThan(95);
  });
  it('carries no markup of the title', () => {
    expect(placeholder('x', '<b>&amp;')).not.toMatch(/<b>|&amp;/);
  });
});
