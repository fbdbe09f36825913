import type { Inputs } from '../inputs/inputs.ts';
import type { OnnxScorer } from './onnx.ts';

/** Questions whose margins are kept: a page asks for several shelves at once, each before the answer to any. */
const KEPT = 8;

/** Margins of a model that answers in its own time, for questions that come twice: once to wait for, once to be answered. */
export interface Prepared {
  /** Rejects where the model fails. */
  prepare(inputs: Inputs): Promise<void>;
  /** The margins of a question that was prepared: of inputs equal to the last bit. */
  find(inputs: Inputs): Float64Array | undefined;
}

export function createPrepared(scoreRows: OnnxScorer['scoreRows']): Prepared {
  const kept: { bits: Int32Array; margins: Float64Array }[] = [];
  const find = ({ columns }: Inputs) => {
    const bits = bitsOf(columns);
    return kept.find((one) => isSame(one.bits, bits))?.margins;
  };
  return {
    find,
    async prepare(inputs) {
      if (find(inputs)) return;
      const margins = await scoreRows(inputs.columns, inputs.stride, inputs.stride);
      kept.unshift({ bits: bitsOf(inputs.columns), margins });
      kept.length = Math.min(kept.length, KEPT);
    },
  };
}

/** A missing value is equal to itself only bit by bit. */
const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => new Int32Array(buffer, byteOffset, length);

function isSame(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
