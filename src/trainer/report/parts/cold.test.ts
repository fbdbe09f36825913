import { expect, it } from 'vitest';
import type { ColdReport } from '../../evaluation/report.ts';
import { coldTables } from './cold.ts';

const figures = (value: number, k: number) => ({
  metrics: { [`recall@${k}`]: value, [`ndcg@${k}`]: value / 2, [`hit@${k}`]: value * 2 },
  intervals: { [`recall@${k}`]: [value - 0.01, value + 0.01] as [number, number] },
});
const items: ColdReport['items'] = {
  ...{ k: 20, items: 1300, cases: 900, shoppers: 800, chance: 0.0154 },
  ...{ amongNew: figures(0.123, 20), amongAll: figures(0.0456, 20) },
};
const shoppers: ColdReport['shoppers'] = {
  ...{ k: 10, newcomers: 1234 },
  after: [0, 1].map((clicks) => ({ clicks, ...figures(0.2 + clicks / 10, 10) })),
};

it('says both, each line with its figures', () => {
  const { text } = coldTables({ items, shoppers });
  expect(text.match(/<table>/g)).toHaveLength(2);
  for (const part of ['1,300 held out', '900 cases', '0.0154', '0.1230', '0.1130 to 0.1330', 'recall@20', '1,234 whom'])
    expect(text).toContain(part);
  expect(text).toMatch(/all items.*0\.0456.*0\.0228.*0\.0912/s);
  expect(text).toMatch(/<th scope="row">0<.*0\.2000.*<th scope="row">1<.*0\.3000/s);
});

it('leaves out what nobody could be asked', () => {
  expect(coldTables({ shoppers }).text).not.toContain('New items');
  expect(coldTables({ items }).text).not.toContain('New shoppers');
});
