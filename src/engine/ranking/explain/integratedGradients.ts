import { checkLayers, type DenseLayer } from '../../kernels/dense.ts';
import type { Attribution } from './attribution.ts';

/** Pieces that a path is followed through, at most; the last then reaches to its end. More than nets of a few hundred units have. */
const MAX_PIECES = 4096;

/**
 * Integrated gradients (Sundararajan, Taly, Yan 2017): what each input of dense layers of one output adds to the margin on the straight way from a baseline, an
 * input that is missing there and here taken as 0. Between two units' turning points such a net is linear, so the integral is taken piece by piece
 * and exactly; of one layer it is weight x (value - baseline). `base` is the baseline's margin; with the contributions it sums to the row's, to rounding.
 * @param baseline one value an input; absent: 0 each, which is what everything missing is
 * @throws BUNDLE_LAYOUT where the layers do not fit each other
 */
export function createIntegratedGradients(
  layers: readonly DenseLayer[],
  baseline?: ArrayLike<number>,
): (row: ArrayLike<number>) => Attribution {
  const { inputs } = checkLayers(layers);
  const known = (values: ArrayLike<number> | undefined) =>
    Float64Array.from({ length: inputs }, (_, input) => {
      const value = Math.fround(values?.[input] ?? 0);
      return Number.isNaN(value) ? 0 : value;
    });
  const from = known(baseline);
  return (row) => {
    const way = known(row).map((value, input) => value - from[input]!);
    const path = createPath(layers, from, way);
    const contributions = new Float64Array(inputs);
    const base = path.margin();
    let at = 0;
    for (let piece = 1; at < 1; piece++) {
      const { to, turn } = piece < MAX_PIECES ? path.nextTurn(at) : { to: 1, turn: undefined };
      if (to > at) {
        const gradient = path.gradient();
        for (let input = 0; input < inputs; input++)
          contributions[input]! += gradient[input]! * way[input]! * (to - at);
      }
      if (turn) path.turn(turn, to);
      at = to;
    }
    return { base, inputs: contributions };
  };
}

/** A hidden unit. */
interface Unit {
  layer: number;
  unit: number;
}

/** The net along the way: values and slopes of its units at a point, and which of the hidden let theirs through. */
function createPath(layers: readonly DenseLayer[], from: Float64Array, way: Float64Array) {
  const values = layers.map(({ bias }) => new Float64Array(bias.length));
  const slopes = layers.map(({ bias }) => new Float64Array(bias.length));
  const isOpen = layers.slice(0, -1).map(({ bias }) => new Uint8Array(bias.length));
  const x = new Float64Array(from.length);

  /** Computes the net at a point, hidden units open as they are; `choose`: as they are just beyond it. */
  const compute = (at: number, choose: boolean) => {
    for (let input = 0; input < x.length; input++) x[input] = from[input]! + at * way[input]!;
    layers.forEach(({ weights, bias }, layer) => {
      const [below, rising] = layer > 0 ? [values[layer - 1]!, slopes[layer - 1]!] : [x, way];
      const open = isOpen[layer - 1];
      for (let unit = 0, w = 0; unit < bias.length; unit++) {
        let [value, slope] = [bias[unit]!, 0];
        for (let i = 0; i < below.length; i++, w++) {
          if (open && open[i] === 0) continue;
          value += weights[w]! * below[i]!;
          slope += weights[w]! * rising[i]!;
        }
        values[layer]![unit] = value;
        slopes[layer]![unit] = slope;
        if (choose && layer < isOpen.length) isOpen[layer]![unit] = value > 0 || (value === 0 && slope > 0) ? 1 : 0;
      }
    });
  };
  compute(0, true);
  let computedAt = 0;

  return {
    margin: () => values.at(-1)![0]!,

    /** The nearest point at which a hidden unit opens or shuts; 1 where none does any more. */
    nextTurn(at: number): { to: number; turn?: Unit } {
      let to = 1;
      let turn: Unit | undefined;
      isOpen.forEach((open, layer) => {
        for (let unit = 0; unit < open.length; unit++) {
          const slope = slopes[layer]![unit]!;
          // Open ones shut as they fall to 0, shut ones open as they rise to it.
          if (!(open[unit] === 1 ? slope < 0 : slope > 0)) continue;
          const point = Math.max(at, computedAt - values[layer]![unit]! / slope);
          if (point < to) {
            to = point;
            turn = { layer, unit };
          }
        }
      });
      return turn ? { to, turn } : { to };
    },

    turn({ layer, unit }: Unit, at: number) {
      isOpen[layer]![unit]! ^= 1;
      compute(at, false);
      computedAt = at;
    },

    /** Of the margin by each input, where the path stands. */
    gradient(): Float64Array {
      let above = Float64Array.of(1);
      for (let layer = layers.length - 1; layer >= 0; layer--) {
        const { weights } = layers[layer]!;
        const width = weights.length / above.length;
        const below = new Float64Array(width);
        for (let unit = 0; unit < above.length; unit++)
          for (let i = 0; i < width; i++) below[i]! += above[unit]! * weights[unit * width + i]!;
        const open = isOpen[layer - 1];
        if (open) for (let i = 0; i < width; i++) below[i]! *= open[i]!;
        above = below;
      }
      return above;
    },
  };
}
