/** Prices for people. Without a currency only the number is shown: a wrong sign would be worse than none. */
export function moneyFormat(currency: string | undefined): (amount: number) => string {
  const style: Intl.NumberFormatOptions = currency
    ? { style: 'currency', currency }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const format = new Intl.NumberFormat('en', style);
  return (amount) => format.format(amount);
}
