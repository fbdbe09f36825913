import { type Html, html } from './html.ts';

export interface TableColumn<Row> {
  title: string;
  cell: (row: Row) => Html | string;
  /** Numbers stand on the right. */
  isNumber?: boolean;
}

/** A table that a screen reader can name, and a narrow screen can scroll. The first column heads its row. */
export function dataTable<Row>(caption: string, rows: readonly Row[], columns: readonly TableColumn<Row>[]): Html {
  const side = ({ isNumber }: TableColumn<Row>) => (isNumber ? html` class="number"` : '');
  const cell = (row: Row, column: TableColumn<Row>, at: number) =>
    at === 0 ? html`<th scope="row">${column.cell(row)}</th>` : html`<td${side(column)}>${column.cell(row)}</td>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${side(column)}>${column.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column, at) => cell(row, column, at))}</tr>\n`)}</tbody>
</table></div>`;
}

/** What is behind a line that one can open. */
export const folded = (summary: string, content: Html): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`;
