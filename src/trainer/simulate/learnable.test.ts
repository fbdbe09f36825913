import { describe, expect, it } from 'vitest';
import { makeCatalogue } from './catalogue.ts';
import { playLog } from './log.ts';
import { makeShoppers } from './shoppers.ts';

const DAYS = 60;

/** Shopper -> items viewed, in order, without repeats. */
function histories(): string[][] {
  const log = playLog(makeCatalogue(400, DAYS, 2), makeShoppers(1500, DAYS, 2), DAYS, 2);
  const byShopper = new Map<string, Set<string>>();
  for (const day of log) {
    for (const line of day.lines.split('\n')) {
      if (!line.includes('"event_name":"view_item",')) continue;
      const row = JSON.parse(line) as { user_pseudo_id: string; items: { item_id: string }[] };
      if (!byShopper.has(row.user_pseudo_id)) byShopper.set(row.user_pseudo_id, new Set());
      byShopper.get(row.user_pseudo_id)!.add(row.items[0]!.item_id);
    }
  }
  return [...byShopper.values()].map((viewed) => [...viewed]).filter((viewed) => viewed.length >= 3);
}

describe('the log', () => {
  it('can be learned: item-kNN finds withheld last views at least twice as often as popularity', () => {
    const all = histories();
    const counts = new Map<string, number>();
    const together = new Map<string, Map<string, number>>();
    for (const history of all) {
      const known = history.slice(0, -1);
      for (const item of known) {
        counts.set(item, (counts.get(item) ?? 0) + 1);
        if (!together.has(item)) together.set(item, new Map());
        const row = together.get(item)!;
        for (const other of known) if (other !== item) row.set(other, (row.get(other) ?? 0) + 1);
      }
    }
    const hits = { popularity: 0, neighbours: 0 };
    for (const history of all) {
      const known = history.slice(0, -1);
      const score = new Map<string, number>();
      for (const item of known) {
        for (const [other, count] of together.get(item)!) {
          const cosine = count / Math.sqrt(counts.get(item)! * counts.get(other)!);
          score.set(other, (score.get(other) ?? 0) + cosine);
        }
      }
      const top = (scores: Map<string, number>) =>
        [...scores]
          .filter(([item]) => !known.includes(item))
          .sort((a, b) => b[1] - a[1])
          .slice(0, 10)
          .map(([item]) => item);
      const target = history.at(-1)!;
      if (top(counts).includes(target)) hits.popularity++;
      if (top(score).includes(target)) hits.neighbours++;
    }
    expect(all.length).toBeGreaterThan(300);
    expect(hits.neighbours).toBeGreaterThan(2 * hits.popularity);
  });
});
