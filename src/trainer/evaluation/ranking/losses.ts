import { mean } from '../metrics.ts';

/** A probability is held this far from 0 and 1: a certainty that fails would cost infinitely much. */
const CERTAINTY = 1e-15;

/** What each probability costs against what became of it, nats: -ln of the probability given to it (the log loss is their mean). */
export function logLosses(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (p, row) => {
    const held = Math.min(1 - CERTAINTY, Math.max(CERTAINTY, p));
    return -Math.log(labels[row]! > 0 ? held : 1 - held);
  });
}

/** The squared distance of each probability from 1, taken, or 0, not (Brier 1950; the score is their mean). */
export function brierLosses(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (p, row) => (p - (labels[row]! > 0 ? 1 : 0)) ** 2);
}

/** Log loss and Brier score of one who says the rate of the taken of every row: what probabilities have to beat. */
export function lossesOfRate(labels: ArrayLike<number>): { logLoss: number; brier: number } {
  let taken = 0;
  for (let row = 0; row < labels.length; row++) if (labels[row]! > 0) taken++;
  const rates = new Float64Array(labels.length).fill(labels.length > 0 ? taken / labels.length : 0);
  return { logLoss: mean(logLosses(rates, labels)), brier: mean(brierLosses(rates, labels)) };
}
