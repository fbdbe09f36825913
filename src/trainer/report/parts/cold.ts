import type { ColdReport } from '../../evaluation/report.ts';
import { countText, metricText } from '../format.ts';
import { type Html, html } from '../html.ts';
import { modelTable } from './models.ts';

const METRICS = ['recall', 'ndcg', 'hit'];

/** What lists hold of items that nobody took before, and what shoppers are shown of whom little is known. */
export function coldTables({ items, shoppers }: ColdReport): Html {
  return html`${items && itemTable(items)}${shoppers && shopperTable(shoppers)}`;
}

const itemTable = ({ k, items, cases, chance, amongNew, amongAll }: NonNullable<ColdReport['items']>): Html =>
  html`${modelTable(
    `New items: ${countText(items)} held out of training, asked for in ${countText(cases)} cases`,
    [
      { name: 'among the new', isOurs: false, ...amongNew },
      { name: 'among all', isOurs: false, ...amongAll },
    ],
    namesAt(k),
  )}<p class="note">A random order among the new would recall ${metricText(chance)}.</p>`;

const shopperTable = ({ k, newcomers, after }: NonNullable<ColdReport['shoppers']>): Html =>
  modelTable(
    `New shoppers: ${countText(newcomers)} whom training does not know, asked again after each of their first items`,
    after.map(({ clicks, ...figures }) => ({ name: `${clicks} known`, isOurs: false, ...figures })),
    namesAt(k),
  );

const namesAt = (k: number) => METRICS.map((name) => `${name}@${k}`);
