import type { ColdFigures } from '../../evaluation/cold/figures.ts';
import type { ColdReport } from '../../evaluation/report.ts';
import { dataTable } from '../dataTable.ts';
import { countText, metricName, metricText } from '../format.ts';
import { type Html, html } from '../html.ts';
import { intervalText } from './models.ts';

/** What lists hold of items that nobody took before, and what shoppers are shown of whom little is known. */
export function coldTables({ items, shoppers }: ColdReport): Html {
  return html`${items && itemTable(items)}${shoppers && shopperTable(shoppers)}`;
}

const itemTable = ({ k, items, cases, chance, amongNew, amongAll }: NonNullable<ColdReport['items']>): Html =>
  html`${dataTable(
    `New items: ${countText(items)} held out of training, asked for in ${countText(cases)} cases`,
    [
      { name: 'the new alone', ...amongNew },
      { name: 'all items', ...amongAll },
    ],
    [{ title: 'ordered', cell: ({ name }) => name }, ...figuresAt(k)],
  )}<p class="note">A random order of the new alone would recall ${metricText(chance)}.</p>`;

const shopperTable = ({ k, newcomers, after }: NonNullable<ColdReport['shoppers']>): Html =>
  dataTable(
    `New shoppers: ${countText(newcomers)} whom training does not know, asked again after each of their first items`,
    after,
    [{ title: 'items known', cell: ({ clicks }) => String(clicks) }, ...figuresAt(k)],
  );

const figuresAt = (k: number) =>
  ['recall', 'ndcg', 'hit'].map((metric) => {
    const name = `${metric}@${k}`;
    return {
      title: metricName(name),
      isNumber: true,
      cell: ({ metrics, intervals }: ColdFigures) => html`${metricText(metrics[name])}${intervalText(intervals[name])}`,
    };
  });
