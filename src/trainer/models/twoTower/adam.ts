/** Adam's memory of slopes and of their squares (Kingma, Ba 2015). */
const FIRST = 0.9;
const SECOND = 0.999;
const EPSILON = 1e-8;

/** A step of Adam for all values of an array, in place. */
export type StepAll = (values: Float32Array, slopes: Float32Array) => void;

export function createAdam(size: number, rate: number): StepAll {
  const means = new Float32Array(size);
  const squares = new Float32Array(size);
  let [first, second] = [1, 1];
  return (values, slopes) => {
    first *= FIRST;
    second *= SECOND;
    const pace = (rate * Math.sqrt(1 - second)) / (1 - first);
    for (let i = 0; i < size; i++) {
      const slope = slopes[i]!;
      const mean = FIRST * means[i]! + (1 - FIRST) * slope;
      const square = SECOND * squares[i]! + (1 - SECOND) * slope * slope;
      means[i] = mean;
      squares[i] = square;
      values[i]! -= (pace * mean) / (Math.sqrt(square) + EPSILON);
    }
  };
}

/** A table of embeddings whose gradients come row by row: `add` collects what a batch says, `step` moves the rows it touched. */
export interface RowAdam {
  /** Adds the first `dimensions` values of `slope`, times `factor`, to the row's gradient. */
  add(row: number, slope: Float32Array, factor: number): void;
  /** Steps, and tells each row that moved. */
  step(moved: (row: number) => void): void;
}

/**
 * Adam for the rows that a batch touches, with one square a row: the others cost nothing, and of the memory of squares
 * there is a number a row instead of a row. `vectors`: rows x dimensions, changed in place.
 */
export function createRowAdam(vectors: Float32Array, dimensions: number, rate: number): RowAdam {
  const rows = vectors.length / dimensions;
  const slopes = new Float32Array(vectors.length);
  const means = new Float32Array(vectors.length);
  const squares = new Float32Array(rows);
  const steps = new Int32Array(rows);
  const isTouched = new Uint8Array(rows);
  const touched: number[] = [];
  return {
    add(row, slope, factor) {
      if (isTouched[row] === 0) {
        isTouched[row] = 1;
        touched.push(row);
      }
      const from = row * dimensions;
      for (let d = 0; d < dimensions; d++) slopes[from + d]! += factor * slope[d]!;
    },
    step(moved) {
      for (const row of touched) {
        const from = row * dimensions;
        let square = 0;
        for (let d = 0; d < dimensions; d++) square += slopes[from + d]! ** 2;
        const step = ++steps[row]!;
        squares[row] = SECOND * squares[row]! + ((1 - SECOND) * square) / dimensions;
        const length = Math.sqrt(squares[row]! / (1 - SECOND ** step)) + EPSILON;
        const pace = rate / (1 - FIRST ** step) / length;
        for (let d = 0; d < dimensions; d++) {
          const mean = FIRST * means[from + d]! + (1 - FIRST) * slopes[from + d]!;
          means[from + d] = mean;
          vectors[from + d]! -= pace * mean;
          slopes[from + d] = 0;
        }
        isTouched[row] = 0;
        moved(row);
      }
      touched.length = 0;
    },
  };
}
