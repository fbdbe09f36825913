/**
 * The amount in a price as feeds write it: "12.99 USD", "USD 12.99", "1,299.00", "1.299,00 EUR", "12,99", "$5". A single
 * comma or point is a decimal mark unless exactly three digits follow a comma.
 * @returns undefined where the text is not one price of 0 or more
 */
export function parsePrice(text: string): number | undefined {
  const match = /^\s*(?:[A-Za-z]{3}|\p{Sc})?\s*(\d[\d.,]*)\s*(?:[A-Za-z]{3}|\p{Sc})?\s*$/u.exec(text);
  if (!match) return undefined;
  const digits = match[1]!;
  const mark = decimalMark(digits);
  const whole = mark < 0 ? digits : digits.slice(0, mark);
  const fraction = mark < 0 ? '' : digits.slice(mark + 1);
  if (!/^(\d+|\d{1,3}([.,]\d{2,3})+)$/.test(whole)) return undefined;
  const amount = Number(`${whole.replace(/[.,]/g, '')}.${fraction || '0'}`);
  return Number.isFinite(amount) ? amount : undefined;
}

/** The ISO 4217 code in a price, upper case: "12.99 usd" -> "USD"; a sign alone ("$5") does not say whose dollar. */
export function parseCurrency(text: string): string | undefined {
  const match = /(?:^|[\s\d.,])([A-Za-z]{3})(?:$|[\s\d])/.exec(text);
  return match?.[1]?.toUpperCase();
}

/** Place of the decimal mark, -1 where every mark groups thousands or there is none. */
function decimalMark(digits: string): number {
  const comma = digits.lastIndexOf(',');
  const point = digits.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return Math.max(comma, point);
  const mark = Math.max(comma, point);
  if (mark < 0) return -1;
  const repeated = digits.indexOf(digits[mark]!) !== mark;
  const thousands = comma >= 0 && digits.length - comma === 4;
  return repeated || thousands ? -1 : mark;
}
