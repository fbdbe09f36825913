import { expect, it } from 'vitest';
import { measureLists, tableOf } from './lists.ts';

it('measures a small catalogue as it would a large one', { timeout: 60_000 }, async () => {
  const figures = await measureLists({ items: 3000, shoppers: 2, events: 4, head: 500, listItems: 64 });
  expect(figures).toMatchObject({ items: 3000, head: 500, lists: 39 });
  const shipped = figures.variants['as shipped']!;
  const covered = figures.variants['cover 2']!;
  expect(shipped.recallAt20).toBeGreaterThan(0.9);
  // Cover changes what is fetched, never what is found.
  expect(covered.recallAt20).toBe(shipped.recallAt20);
  expect(covered.eventBytes.first).toBeGreaterThan(figures.variants['no prefetch']!.eventBytes.first);
  expect(tableOf(figures).split('\n')).toHaveLength(7);
});
