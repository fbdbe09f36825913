import { Random } from '../../random.ts';
import type { Rows } from '../../tables/rows.ts';

/** Shoppers with distinct items, drawn: for tests of linear models. */
export function drawRows(shoppers: number, items: number, share: number, seed = 1): Rows {
  const random = new Random(seed, 'rows');
  return rowsOf(
    Array.from({ length: shoppers }, () =>
      Array.from({ length: items }, (_, item) => item).filter(() => random.next() < share),
    ),
  );
}

export function rowsOf(histories: readonly (readonly number[])[]): Rows {
  const offsets = new Int32Array(histories.length + 1);
  histories.forEach((items, s) => {
    offsets[s + 1] = offsets[s]! + items.length;
  });
  const columns = Int32Array.from(histories.flat());
  return { offsets, columns, values: new Float32Array(columns.length).fill(1) };
}

/** X^T D X with D = (length / mean length)^-userPower, entry by entry. */
export function denseGram({ offsets, columns }: Rows, items: number, userPower: number): number[][] {
  const gram = Array.from({ length: items }, () => new Array<number>(items).fill(0));
  const shoppers = offsets.length - 1;
  for (let s = 0; s < shoppers; s++) {
    const own = columns.subarray(offsets[s], offsets[s + 1]);
    const weight = ((own.length * shoppers) / columns.length) ** -userPower;
    for (const a of own) for (const b of own) gram[a]![b]! += weight;
  }
  return gram;
}

/** Solves a x = b by Gauss with pivots. */
export function solveDense(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i; r < n; r++) if (Math.abs(rows[r]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = r;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = rows[r]![i]! / rows[i]![i]!;
      for (let c = i; c <= n; c++) rows[r]![c]! -= factor * rows[i]![c]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}
