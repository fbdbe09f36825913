import { DEPARTMENT_OF, DEPARTMENTS, KINDS } from './assortment/index.ts';
import { DAY_MS, FIRST_DAY_MS } from './calendar.ts';
import type { Item } from './types.ts';

export const FEED_COLUMNS = [
  'id',
  'title',
  'description',
  'link',
  'image_link',
  'price',
  'availability',
  'product_type',
  'brand',
  'item_group_id',
  'sale_price',
  'custom_label_0',
  'created_at',
] as const;

const euros = (cents: number) => `${(cents / 100).toFixed(2)} EUR`;
/** ISO 8601 date of a day of the log. */
export const dateOf = (day: number): string => new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10);

/** The catalogue as it stands at the end of the log, a Google Merchant feed in tab-separated values. */
export function writeFeed(items: readonly Item[], days: number): string {
  const rows = items.map((item) => {
    const kind = KINDS[item.kind]!;
    const department = DEPARTMENTS[DEPARTMENT_OF[item.kind]!]!;
    const slug = item.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    return [
      item.id,
      item.title,
      item.description,
      `https://fennel-and-oak.example/p/${slug}`,
      `pictures/${item.id}.svg`,
      euros(item.priceCents),
      item.soldOutDay <= days ? 'out_of_stock' : 'in_stock',
      `Home > ${department.name} > ${kind.name}`,
      item.brand,
      item.groupId,
      item.saleCents === undefined ? '' : euros(item.saleCents),
      item.saleCents === undefined ? '' : 'sale',
      dateOf(item.createdDay),
    ].join('\t');
  });
  return `${[FEED_COLUMNS.join('\t'), ...rows].join('\n')}\n`;
}
