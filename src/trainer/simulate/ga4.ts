import { priceNow } from './catalogue.ts';
import type { Step } from './session.ts';
import type { Item, Shopper } from './types.ts';

/** Writes rows of the GA4 BigQuery export, one JSON object a line. Fragments that repeat are made once. */
export class Ga4Rows {
  /** Each item's `"item_id":…,"item_name":…,"price":…`, ready to paste. */
  readonly #fragments: string[];
  readonly #prices: number[];

  constructor(items: readonly Item[]) {
    this.#prices = items.map((item) => priceNow(item) / 100);
    this.#fragments = items.map((item, i) => {
      const { id, title } = item;
      return `{"item_id":${JSON.stringify(id)},"item_name":${JSON.stringify(title)},"price":${this.#prices[i]}`;
    });
  }

  /**
   * @param date "YYYYMMDD" @param sessionStart second since 1970 UTC, which GA4 takes as the session's id
   * @param transaction the purchase's number, for its transaction id
   */
  row(step: Step, shopper: Shopper, date: string, sessionStart: number, transaction: number): string {
    const { items, quantities, position, list } = step;
    const parts = items.map((item, i) => {
      const quantity = quantities ? `,"quantity":${quantities[i]}` : '';
      const index = position === undefined ? '' : `,"index":${position + i}`;
      return `${this.#fragments[item]}${quantity}${index}}`;
    });
    const named =
      list === undefined ? '' : `,{"key":"item_list_name","value":{"string_value":${JSON.stringify(list)}}}`;
    return (
      `{"event_date":"${date}","event_timestamp":${(sessionStart + step.second) * 1_000_000},"event_name":"${step.event}",` +
      `"event_params":[{"key":"ga_session_id","value":{"int_value":${sessionStart}}}${named}],` +
      `"user_pseudo_id":"${shopper.id}",` +
      `${step.event === 'purchase' ? this.#ecommerce(step, transaction) : ''}"items":[${parts.join(',')}]}\n`
    );
  }

  #ecommerce({ items, quantities }: Step, transaction: number): string {
    const revenue = items.reduce((sum, item, i) => sum + this.#prices[item]! * (quantities?.[i] ?? 1), 0);
    return `"ecommerce":{"transaction_id":"T${100_000 + transaction}","purchase_revenue":${revenue.toFixed(2)}},`;
  }
}
