import type { ExampleItem, ExampleShopper } from '../../evaluation/report.ts';
import { countText } from '../format.ts';
import { type Html, html } from '../html.ts';

const name = ({ itemId, title }: ExampleItem) =>
  title ? html`${title} <small class="note">${itemId}</small>` : html`${itemId}`;

/** Shoppers with what is known of them, what they took, and the list that was made for them. */
export const exampleShoppers = (examples: readonly ExampleShopper[]): Html =>
  html`${examples.map((example, at) => shopper(example, at + 1))}`;

function shopper({ shopper, history, historyLength, taken, list }: ExampleShopper, number: number): Html {
  const hits = list.filter(({ isHit }) => isHit).length;
  return html`<article class="shopper" aria-label="Example ${number}">
<h3>${number}. ${shopper}</h3>
<p class="note">${countText(historyLength)} known interactions; ${hits} of ${list.length} listed were taken.</p>
<div class="columns">
<div><h3>Known, newest first</h3><ul>${history.map((item) => html`<li>${name(item)}</li>`)}</ul>
<h3>Taken later</h3><ul>${taken.map((item) => html`<li>${name(item)}</li>`)}</ul></div>
<div><h3>The list</h3><ol>${list.map(
    ({ score, source, reason, isHit, ...item }) =>
      html`<li>${isHit ? html`<span class="hit">taken:</span> ` : ''}${name(item)}<br><small class="note">${score.toPrecision(3)}, ${source}${reason && reason !== source ? `: ${reason}` : ''}</small></li>`,
  )}</ol></div>
</div>
</article>`;
}
