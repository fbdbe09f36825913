import type { MakeProducts } from './products.ts';

const round = Math.fround;

/** The plain-JS twin of the module: the same steps, each rounded to float32. */
export const createJsProducts: MakeProducts = (lengths) => {
  const pieces = lengths.map((length) => new Float32Array(length));
  return {
    kind: 'js',
    pieces,
    multiply(c, rowStride, columnStride, a, b, m, n, k) {
      const [to, left, right] = [pieces[c]!, pieces[a]!, pieces[b]!];
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let p = (i & ~3) * k + (i & 3);
          let q = (j & ~7) * k + (j & 7);
          let sum = 0;
          for (let step = 0; step < k; step++, p += 4, q += 8) sum = round(sum + round(left[p]! * right[q]!));
          to[i * rowStride + (j >> 2) * columnStride + (j & 3)] = sum;
        }
    },
    exponentiate(scores, turned, bias, sums, rows, columns, scale) {
      const [values, other, biases, totals] = [pieces[scores]!, pieces[turned]!, pieces[bias]!, pieces[sums]!];
      const factor = round(scale);
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        for (let column = 0; column < columns; column++) {
          const at = ((column >> 2) * rows + row) * 4 + (column & 3);
          const value = exp(round(round(values[at]! * factor) + biases[column]!));
          values[at] = value;
          other[((row >> 2) * columns + column) * 4 + (row & 3)] = value;
          sum = round(sum + value);
        }
        totals[row] = sum;
      }
    },
  };
};

const LOG2_E = round(Math.LOG2E);
const LN2_LOW = round(2.1219444e-4);
const COEFFICIENTS = [1.39819995e-3, 8.33345191e-3, 4.16657959e-2, 1.66666655e-1, 5.00000012e-1].map(round);
const FIRST = round(1.98756915e-4);

/** e^x, see assembly/exponentiate.ts. */
function exp(value: number): number {
  const x = Math.max(Math.min(value, 80), -80);
  const n = nearest(round(x * LOG2_E));
  let r = round(x - round(n * 0.693359375));
  r = round(r + round(n * LN2_LOW));
  let p = FIRST;
  for (const coefficient of COEFFICIENTS) p = round(round(p * r) + coefficient);
  p = round(round(round(round(p * r) * r) + r) + 1);
  return round(p * 2 ** n);
}

/** Halves to the even one, as the SIMD instruction. */
function nearest(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest === 0.5) return low % 2 === 0 ? low : low + 1;
  return rest < 0.5 ? low : low + 1;
}
