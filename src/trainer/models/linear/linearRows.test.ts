import { describe, expect, it } from 'vitest';
import { encodeRows } from '../../../engine/bundle/rows.ts';
import { Random } from '../../random.ts';
import { rowBytes } from './linearRows.ts';

describe('rowBytes', () => {
  for (const [items, keep] of [
    [500, 20],
    [5000, 40],
    [9000, 30],
  ] as const)
    it(`is near what ${items} rows of ${keep} take, where targets are drawn by popularity`, () => {
      const random = new Random(1, 'bytes');
      const rows = Array.from({ length: items }, () => {
        const targets = new Set<number>();
        while (targets.size < keep) targets.add(Math.floor(items * random.next() ** 1.5));
        return { targets: [...targets], strengths: [...targets].map(() => 0.5) };
      });
      const bytes = Object.values(encodeRows(rows)).reduce((sum, array) => sum + array.byteLength, 0);
      expect(rowBytes(items, keep) / bytes).toBeGreaterThan(0.85);
      expect(rowBytes(items, keep) / bytes).toBeLessThan(1.2);
    });
});
