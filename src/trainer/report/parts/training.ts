import type { Content, Tried } from '../content.ts';
import { dataTable, folded } from '../dataTable.ts';
import { bytesText, metricText } from '../format.ts';
import { type Html, html } from '../html.ts';

/** Which tables ship and why, and what was tried for them. */
export function recipeTables({ tables, tried }: Pick<Content, 'tables' | 'tried'>): Html {
  const chosen = dataTable('Tables of the bundle', tables, [
    { title: 'table', cell: ({ table }) => table },
    { title: 'ships', cell: ({ ships }) => (ships ? 'yes' : 'no') },
    { title: 'size', isNumber: true, cell: ({ bytes }) => (bytes > 0 ? bytesText(bytes) : '–') },
    { title: 'why', cell: ({ reason }) => reason },
  ]);
  if (tried.length === 0) return chosen;
  const columns = [
    { title: 'table', cell: ({ table }: Tried) => table },
    { title: 'family', cell: ({ family }: Tried) => family },
    { title: 'settings', cell: ({ settings }: Tried) => settingsText(settings) },
    { title: 'about', isNumber: true, cell: ({ bytes }: Tried) => bytesText(bytes) },
    { title: 'nDCG', isNumber: true, cell: ({ ndcg }: Tried) => metricText(ndcg) },
    { title: 'without it', isNumber: true, cell: ({ without }: Tried) => metricText(without) },
  ];
  return html`${chosen}${folded(`What was tried (${tried.length})`, dataTable('Tried on validation, in order', tried, columns))}`;
}

const settingsText = (settings: Record<string, unknown>) =>
  Object.entries(settings)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ') || 'defaults';

export const sectionTable = (sections: Content['sections']): Html =>
  dataTable('Sections, as they lie on the host before compression', sections, [
    { title: 'section', cell: ({ name }) => name },
    { title: 'fetched', cell: ({ load }) => (load === 'first' ? 'at once' : 'later') },
    { title: 'size', isNumber: true, cell: ({ bytes }) => bytesText(bytes) },
  ]);
