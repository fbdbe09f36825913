import { MAX_LOSS, type MakeWarp, WARP_PIECES, type WarpPieces } from './warpPieces.ts';

const round = Math.fround;

/** The plain-JS twin of the module: the same steps, each rounded to float32. */
export const createJsWarp: MakeWarp = ({ lengths, dimensions, items, maxSampled, rate: wide }) => {
  const pieces = Object.fromEntries(
    (Object.keys(WARP_PIECES) as (keyof WarpPieces)[]).map((name) => [name, new WARP_PIECES[name](lengths[name])]),
  ) as unknown as WarpPieces;
  const { itemOffsets, itemColumns, itemValues, itemVectors, itemSquares, itemBiases, itemBiasSquares } = pieces;
  const { user, positive: ahead, negative: behind, slope, losses, state, takenOffsets, takenColumns } = pieces;
  const rate = round(wide);
  const sums = new Float32Array(16);

  const drawItem = () => {
    const count = (state[0]! + 0x9e3779b9) | 0;
    state[0] = count;
    let bits = Math.imul(count ^ (count >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    bits ^= bits >>> 15;
    return Math.floor((bits >>> 0) * (items / 4294967296));
  };
  const isTaken = (row: number, item: number) => {
    let [low, high] = [takenOffsets[row]!, takenOffsets[row + 1]!];
    const end = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (takenColumns[middle]! < item) low = middle + 1;
      else high = middle;
    }
    return low < end && takenColumns[low] === item;
  };
  const represent = (row: number, into: Float32Array) =>
    represents(itemOffsets, itemColumns, itemValues, itemVectors, row, into);
  const biasOf = (item: number) => {
    let sum = 0;
    if (itemBiases.length > 0)
      for (let at = itemOffsets[item]!; at < itemOffsets[item + 1]!; at++)
        sum = round(sum + round(itemValues[at]! * itemBiases[itemColumns[at]!]!));
    return sum;
  };
  const scoreOf = (item: number, vector: Float32Array) => {
    // Sixteen sums by place, as four registers hold them.
    sums.fill(0);
    for (let d = 0; d < dimensions; d++) sums[d & 15] = sums[d & 15]! + round(user[d]! * vector[d]!);
    const lane = (at: number) => round(round(sums[at]! + sums[at + 4]!) + round(sums[at + 8]! + sums[at + 12]!));
    return round(round(round(lane(0) + lane(1)) + round(lane(2) + lane(3))) + biasOf(item));
  };
  const stepItem = (item: number, pull: number) => {
    descend(itemOffsets, itemColumns, itemValues, itemVectors, itemSquares, item, pull, user);
    if (itemBiases.length === 0) return;
    for (let at = itemOffsets[item]!; at < itemOffsets[item + 1]!; at++) {
      const feature = itemColumns[at]!;
      const value = round(pull * itemValues[at]!);
      const square = itemBiasSquares[feature]!;
      itemBiases[feature] = itemBiases[feature]! - round(round(rate * value) / round(Math.sqrt(square)));
      itemBiasSquares[feature] = square + round(value * value);
    }
  };
  const pair = (row: number, positive: number, weight: number) => {
    represent(positive, ahead);
    const floor = round(scoreOf(positive, ahead) - 1);
    for (let drawn = 0; drawn < maxSampled; drawn++) {
      const negative = drawItem();
      represent(negative, behind);
      if (!(scoreOf(negative, behind) > floor) || isTaken(row, negative)) continue;
      const loss = Math.min(MAX_LOSS, round(round(weight) * losses[drawn]!));
      for (let d = 0; d < dimensions; d++) slope[d] = loss * round(behind[d]! - ahead[d]!);
      stepItem(positive, -loss);
      stepItem(negative, loss);
      return loss;
    }
    return 0;
  };
  return {
    kind: 'js',
    pieces,
    pair,
    run(from, to) {
      const { userOffsets, userColumns, userValues, userVectors, userSquares, order, userOf, takenValues } = pieces;
      for (let at = from; at < to; at++) {
        const place = order[at]!;
        const row = userOf[place]!;
        represents(userOffsets, userColumns, userValues, userVectors, row, user);
        if (pair(row, takenColumns[place]!, takenValues[place]!) > 0)
          descend(userOffsets, userColumns, userValues, userVectors, userSquares, row, 1, slope);
      }
    },
  };

  function descend(
    offsets: Int32Array,
    columns: Int32Array,
    values: Float32Array,
    vectors: Float32Array,
    squares: Float32Array,
    row: number,
    factor: number,
    gradient: Float32Array,
  ): void {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const weight = round(factor * values[at]!);
      const from = columns[at]! * dimensions;
      for (let d = 0; d < dimensions; d++) {
        const value = round(weight * gradient[d]!);
        const square = squares[from + d]!;
        vectors[from + d] = vectors[from + d]! - round(round(rate * value) / round(Math.sqrt(square)));
        squares[from + d] = square + round(value * value);
      }
    }
  }
};

/** The weighted sum of a row's embeddings. */
function represents(
  offsets: Int32Array,
  columns: Int32Array,
  values: Float32Array,
  vectors: Float32Array,
  row: number,
  into: Float32Array,
): void {
  const dimensions = into.length;
  into.fill(0);
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const weight = values[at]!;
    const from = columns[at]! * dimensions;
    for (let d = 0; d < dimensions; d++) into[d] = into[d]! + round(weight * vectors[from + d]!);
  }
}
