import { EVENT_NAMES } from '../../../engine/events.ts';
import type { CatalogueRow } from '../../tables/log.ts';
import type { Database } from '../database.ts';
import type { LogReader } from '../reader.ts';
import { stageTable } from '../stage.ts';

/** Second names are those of Online Retail II. */
const COLUMNS = {
  invoice: { names: ['InvoiceNo', 'Invoice'] },
  code: { names: ['StockCode'] },
  description: { names: ['Description'] },
  quantity: { names: ['Quantity'] },
  date: { names: ['InvoiceDate'] },
  price: { names: ['UnitPrice', 'Price'] },
  customer: { names: ['CustomerID', 'Customer ID'] },
} as const;

/**
 * UCI Online Retail (doi.org/10.24432/C5BW33): invoice lines of a UK gift shop, as purchases; a session is an invoice.
 * Left out and counted: cancellations (InvoiceNo C...), codes that are not products (a product's begins with five digits;
 * POST, DOT, M, BANK CHARGES, gift vouchers ... do not), quantity or price not above 0, lines without a customer.
 * The catalogue has the most frequent description and the median price of what was sold. Times: ISO, or the workbook's
 * month/day/year.
 */
export const readOnlineRetail: LogReader = async ({ file, db, progress }) => {
  const staged = await stageTable(db, file, COLUMNS, progress);
  await db.run(`CREATE TABLE source AS
    SELECT line, trim(invoice) AS invoice, trim(code) AS code, trim(description) AS description,
      to_number(quantity) AS quantity, to_number(price) AS price, regexp_replace(trim(customer), '\\.0$', '') AS customer,
      coalesce(to_time(date), instant_to_ms(try_strptime(date, '%m/%d/%Y %H:%M'))) AS time,
      CASE
        WHEN invoice IS NULL THEN 'no InvoiceNo'
        WHEN code IS NULL THEN 'no StockCode'
        WHEN to_number(quantity) IS NULL THEN 'Quantity is not a number'
        WHEN to_number(price) IS NULL THEN 'UnitPrice is not a number'
        WHEN time IS NULL THEN 'InvoiceDate is not a time'
      END AS bad
    FROM ${staged.relation}`);
  await staged.takeRejects();
  await db.run(`CREATE VIEW log AS
    SELECT line, 0 AS step, customer AS shopper, code AS item, ${EVENT_NAMES.indexOf('purchase')}::UTINYINT AS event, time,
      NULL::DOUBLE AS value, quantity, price, invoice AS session, bad,
      CASE
        WHEN invoice ILIKE 'C%' THEN 'cancellation'
        WHEN NOT regexp_matches(code, '^[0-9]{5}') THEN 'not a product'
        WHEN quantity <= 0 THEN 'quantity not above 0'
        WHEN price <= 0 THEN 'price not above 0'
        WHEN bad IS NULL AND coalesce(customer, '') = '' THEN 'no customer'
      END AS skip
    FROM source`);
  return { rows: staged.rows, bad: staged.bad, hasTimes: true, catalogue: await catalogue(db) };
};

/** The data set's documentation: "UnitPrice: product price per unit in sterling". */
const CURRENCY = 'GBP';

/** Ties between descriptions go to the first in order, so equal input gives equal catalogues. */
async function catalogue(db: Database): Promise<CatalogueRow[]> {
  const rows = await db.rows(`
    WITH sold AS (SELECT code AS item, description, source.price FROM source JOIN log USING (line)
        WHERE log.skip IS NULL AND log.bad IS NULL),
      named AS (SELECT item, description, count(*) AS times FROM sold WHERE description <> '' GROUP BY ALL),
      titles AS (SELECT item, first(description ORDER BY times DESC, description) AS title FROM named GROUP BY item),
      prices AS (SELECT item, median(price) AS price FROM sold GROUP BY item)
    SELECT item, title, price FROM prices LEFT JOIN titles USING (item) ORDER BY code_units(item)`);
  return rows.map(([item, title, price]) => ({
    itemId: String(item),
    ...(title === null ? {} : { title: String(title) }),
    price: Number(price),
    currency: CURRENCY,
  }));
}
