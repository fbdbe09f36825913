const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;

/** One weight for each step back, learned by Adam (Kingma, Ba 2015). */
export interface Lags {
  readonly weights: Float32Array;
  /** Summed over a batch. */
  readonly gradients: Float64Array;
  /** Takes a step along the gradients and forgets them. */
  take(rate: number): void;
}

export function createLags(count: number): Lags {
  const weights = Float32Array.from({ length: count }, (_, lag) => 0.8 ** lag);
  const gradients = new Float64Array(count);
  const first = new Float64Array(count);
  const second = new Float64Array(count);
  let steps = 0;
  return {
    weights,
    gradients,
    take(rate) {
      steps++;
      for (let lag = 0; lag < count; lag++) {
        const gradient = gradients[lag]!;
        gradients[lag] = 0;
        first[lag] = FIRST_DECAY * first[lag]! + (1 - FIRST_DECAY) * gradient;
        second[lag] = SECOND_DECAY * second[lag]! + (1 - SECOND_DECAY) * gradient * gradient;
        const scale = Math.sqrt(second[lag]! / (1 - SECOND_DECAY ** steps)) + 1e-8;
        weights[lag] = weights[lag]! - (rate * first[lag]!) / (1 - FIRST_DECAY ** steps) / scale;
      }
    },
  };
}
