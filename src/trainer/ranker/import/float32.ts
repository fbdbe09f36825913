const number = new Float32Array(1);
const bits = new Int32Array(number.buffer);

/** The largest float32 below `value`, itself a float32; -Infinity below the least of them. */
export function below(value: number): number {
  number[0] = value;
  if (Number.isNaN(value) || value === Number.NEGATIVE_INFINITY) return value;
  if (value === 0) bits[0] = 0x80000001 | 0;
  else bits[0]! += value > 0 ? -1 : 1;
  return number[0]!;
}

/** The largest float32 that is not above `value`: float32 numbers are at most the one exactly where they are at most the other. */
export function floor32(value: number): number {
  const nearest = Math.fround(value);
  return nearest > value ? below(nearest) : nearest;
}
