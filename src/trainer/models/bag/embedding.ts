import type { Random } from '../../random.ts';

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const TINY = 1e-8;

/**
 * Rows that are used by their direction alone, with the gradients of a batch by row, and Adam (Kingma, Ba 2015) whose second moment is
 * one number a row: the mean of its squares. Rows that a batch does not name stay as they are.
 */
export interface Embedding {
  readonly dimensions: number;
  /** Row-major: the direction of each row, as of the last `take`. */
  readonly unit: Float32Array;
  /** Row-major: what `addressOf` points into. */
  readonly gradients: Float32Array;
  /** Where the gradient of a row is summed in this batch; the first call for a row clears it. */
  addressOf(row: number): number;
  /** Takes a step along the gradients of the batch, which are with respect to the directions, and forgets them. */
  take(rate: number): void;
}

/** `most`: rows that a batch names, at most. */
export function createEmbedding(rows: number, dimensions: number, most: number, random: Random): Embedding {
  const raw = new Float32Array(rows * dimensions);
  const unit = new Float32Array(rows * dimensions);
  const first = new Float32Array(rows * dimensions);
  const second = new Float32Array(rows);
  const norms = new Float32Array(rows);
  const places = new Int32Array(rows).fill(-1);
  const named = new Int32Array(Math.min(most, rows));
  const gradients = new Float32Array(named.length * dimensions);
  let count = 0;
  let steps = 0;

  const turn = (row: number) => {
    let squares = 0;
    for (let at = row * dimensions; at < (row + 1) * dimensions; at++) squares += raw[at]! * raw[at]!;
    const norm = Math.sqrt(squares);
    norms[row] = norm;
    const factor = norm > 0 ? 1 / norm : 0;
    for (let at = row * dimensions; at < (row + 1) * dimensions; at++) unit[at] = raw[at]! * factor;
  };
  const spread = 1 / Math.sqrt(dimensions);
  for (let at = 0; at < raw.length; at++) raw[at] = spread * random.normal();
  for (let row = 0; row < rows; row++) turn(row);

  /** The gradient by the direction as one by the row itself: across it, and the less the longer it is. */
  const throughDirection = (row: number, from: number) => {
    const to = row * dimensions;
    let along = 0;
    for (let d = 0; d < dimensions; d++) along += gradients[from + d]! * unit[to + d]!;
    const norm = norms[row]!;
    const factor = norm > 0 ? 1 / norm : 0;
    for (let d = 0; d < dimensions; d++) gradients[from + d] = (gradients[from + d]! - along * unit[to + d]!) * factor;
  };

  return {
    dimensions,
    unit,
    gradients,
    addressOf(row) {
      let place = places[row]!;
      if (place < 0) {
        place = count++;
        places[row] = place;
        named[place] = row;
        gradients.fill(0, place * dimensions, (place + 1) * dimensions);
      }
      return place * dimensions;
    },
    take(rate) {
      steps++;
      const firstScale = rate / (1 - FIRST_DECAY ** steps);
      const secondScale = 1 / (1 - SECOND_DECAY ** steps);
      for (let place = 0; place < count; place++) {
        const row = named[place]!;
        const from = place * dimensions;
        throughDirection(row, from);
        let squares = 0;
        for (let d = 0; d < dimensions; d++) squares += gradients[from + d]! * gradients[from + d]!;
        second[row] = SECOND_DECAY * second[row]! + ((1 - SECOND_DECAY) * squares) / dimensions;
        const factor = firstScale / (Math.sqrt(second[row]! * secondScale) + TINY);
        for (let d = 0, at = row * dimensions; d < dimensions; d++, at++) {
          first[at] = FIRST_DECAY * first[at]! + (1 - FIRST_DECAY) * gradients[from + d]!;
          raw[at] = raw[at]! - factor * first[at]!;
        }
        turn(row);
        places[row] = -1;
      }
      count = 0;
    },
  };
}
