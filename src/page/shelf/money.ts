const formats = new Map<string, Intl.NumberFormat>();

/** An amount in the language of `element`; without a currency, or with one that is none, the bare number. */
export function formatMoney(element: Element, amount: number, currency: string | undefined): string {
  const language = element.closest<HTMLElement>('[lang]')?.lang || undefined;
  const key = `${language} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    try {
      format = new Intl.NumberFormat(
        language,
        currency ? { style: 'currency', currency } : { minimumFractionDigits: 2 },
      );
    } catch {
      format = new Intl.NumberFormat();
    }
    // Making one costs as much as painting a shelf.
    formats.set(key, format);
  }
  return format.format(amount);
}
