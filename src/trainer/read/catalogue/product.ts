import type { CatalogueRow } from '../../tables/log.ts';
import { parseCurrency, parsePrice } from './price.ts';

/** A product's attributes as text, by the names of the Merchant feed specification (support.google.com/merchants/7052112). */
export type RawProduct = { [K in Attribute]?: string | undefined };

/** Attributes that are read; the second names are what feeds in the wild also use. */
export const ATTRIBUTES = {
  id: { names: ['id', 'g:id', 'item_id'] },
  title: { names: ['title', 'g:title', 'name'], optional: true },
  description: { names: ['description', 'g:description'], optional: true },
  link: { names: ['link', 'g:link', 'url'], optional: true },
  image_link: { names: ['image_link', 'image link', 'g:image_link', 'image'], optional: true },
  price: { names: ['price', 'g:price'], optional: true },
  sale_price: { names: ['sale_price', 'sale price', 'g:sale_price'], optional: true },
  sale_price_effective_date: {
    names: ['sale_price_effective_date', 'sale price effective date', 'g:sale_price_effective_date'],
    optional: true,
  },
  availability: { names: ['availability', 'g:availability'], optional: true },
  product_type: {
    names: ['product_type', 'product type', 'g:product_type', 'google_product_category', 'category'],
    optional: true,
  },
  brand: { names: ['brand', 'g:brand'], optional: true },
  item_group_id: { names: ['item_group_id', 'item group id', 'g:item_group_id'], optional: true },
  created: { names: ['created', 'created_at', 'date_added'], optional: true },
} as const;
export type Attribute = keyof typeof ATTRIBUTES;

/** Whether it can be ordered now: a pre-order or back-order can. */
const AVAILABILITY: Record<string, boolean> = {
  in_stock: true,
  instock: true,
  available: true,
  preorder: true,
  pre_order: true,
  backorder: true,
  back_order: true,
  limitedavailability: true,
  out_of_stock: false,
  outofstock: false,
  sold_out: false,
  soldout: false,
  discontinued: false,
};

/**
 * One row of the catalogue, or why it cannot be one. The price is the sale price where there is one without an effective
 * date: with a date, whether the sale runs depends on the day of reading, and equal input must give an equal bundle.
 */
export function toCatalogueRow(raw: RawProduct): CatalogueRow | string {
  if (!raw.id) return 'no id';
  const row: CatalogueRow = { itemId: raw.id };
  if (raw.title) row.title = raw.title;
  if (raw.description) row.description = raw.description;
  if (raw.link) row.link = raw.link;
  if (raw.image_link) row.image = raw.image_link;
  if (raw.product_type) row.category = raw.product_type;
  if (raw.brand) row.brand = raw.brand;
  if (raw.item_group_id) row.groupId = raw.item_group_id;

  const onSale = raw.sale_price && !raw.sale_price_effective_date;
  const priceText = onSale ? raw.sale_price : raw.price;
  if (priceText) {
    const price = parsePrice(priceText);
    if (price === undefined) return `not a price: ${priceText.slice(0, 40)}`;
    row.price = price;
    const currency = parseCurrency(priceText);
    if (currency) row.currency = currency;
  }
  if (raw.availability) {
    const name = raw.availability.toLowerCase().replace(/^https?:\/\/schema\.org\//, '');
    const inStock = AVAILABILITY[name.trim().replace(/[\s-]+/g, '_')];
    if (inStock === undefined) return `unknown availability: ${raw.availability.slice(0, 40)}`;
    row.inStock = inStock;
  }
  if (raw.created) {
    const created = Date.parse(raw.created);
    if (Number.isNaN(created)) return `not a time: ${raw.created.slice(0, 40)}`;
    row.created = created;
  }
  return row;
}
