import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import { fitRidge } from './ridge.ts';

const [ROWS, WIDTH, OUTPUTS] = [200, 4, 3];
const random = new Random(1, 'ridge');
const truth = Array.from({ length: WIDTH + 1 }, () => Array.from({ length: OUTPUTS }, () => random.normal()));
const inputs = Float32Array.from({ length: ROWS * WIDTH }, () => random.normal());
const targets = new Float32Array(ROWS * OUTPUTS);
for (let r = 0; r < ROWS; r++)
  for (let o = 0; o < OUTPUTS; o++)
    targets[r * OUTPUTS + o] = truth
      .slice(0, WIDTH)
      .reduce((sum, row, i) => sum + row[o]! * inputs[r * WIDTH + i]!, truth[WIDTH]![o]!);

const mapOf = (lambda: number, weights = new Float64Array(ROWS).fill(1), own = targets) => {
  const map = fitRidge({ inputs, width: WIDTH, targets: own, outputs: OUTPUTS, weights, lambda });
  return (input: number[]) => {
    const out = new Float32Array(OUTPUTS);
    map.apply(Float32Array.from(input), out);
    return [...out];
  };
};

describe('fitRidge', () => {
  it('finds a linear map and its constant', () => {
    const map = mapOf(1e-9);
    expect(map([0, 0, 0, 0])).toEqual(truth[WIDTH]!.map((value) => expect.closeTo(value, 4)));
    expect(map([0, 1, 0, 0])).toEqual(truth[1]!.map((value, o) => expect.closeTo(value + truth[WIDTH]![o]!, 4)));
  });

  it('comes to the mean of the targets where it is shrunk away', () => {
    const means = Array.from({ length: OUTPUTS }, (_, o) => {
      let sum = 0;
      for (let r = 0; r < ROWS; r++) sum += targets[r * OUTPUTS + o]! / ROWS;
      return sum;
    });
    expect(mapOf(1e9)([3, -2, 1, 5])).toEqual(means.map((value) => expect.closeTo(value, 4)));
  });

  it('learns nothing from rows of weight 0', () => {
    const weights = Float64Array.from({ length: ROWS }, (_, r) => (r < 100 ? 1 : 0));
    const wrong = targets.map((value, at) => (at < 100 * OUTPUTS ? value : 1000));
    expect(mapOf(1e-9, weights, wrong)([1, 0, 0, 0])).toEqual(
      truth[0]!.map((value, o) => expect.closeTo(value + truth[WIDTH]![o]!, 3)),
    );
  });

  it('gives zeros where there is nothing to learn from', () => {
    expect(mapOf(0.1, new Float64Array(ROWS))([1, 2, 3, 4])).toEqual([0, 0, 0]);
  });
});
