import { describe, expect, it } from 'vitest';
import { BadLines } from './badLines.ts';

describe('BadLines', () => {
  it('counts all and names the first twenty in file order', () => {
    const bad = new BadLines();
    for (let line = 100; line > 50; line--) bad.add(line, 'x');
    bad.addMany(7, [{ line: 3, reason: 'y' }]);
    expect(bad.count).toBe(57);
    expect(bad.first).toHaveLength(20);
    expect(bad.first[0]).toEqual({ line: 3, reason: 'y' });
    expect(bad.first.map(({ line }) => line)).toEqual([3, ...Array.from({ length: 19 }, (_, i) => 51 + i)]);
  });
});
