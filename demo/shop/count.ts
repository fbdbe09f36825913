/** "1 thing", "3,618 things". */
export function countOf(things: number): string {
  return things === 1 ? '1 thing' : `${things.toLocaleString('en')} things`;
}
