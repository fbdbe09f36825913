import { arrayOf, paramOf } from '../../bundle/section.ts';
import type { Profile } from '../../profile/types.ts';
import type { CreateEncoder } from '../encoder.ts';

/**
 * Runs a sequence model: item indices (from 1; 0 is padding), oldest first and filled up with zeros on the left, to the shopper's vector.
 * Undefined while the model is not there, and where it fails for a host that tells so itself; otherwise it rejects.
 */
export interface RunSequence {
  (indices: Int32Array): Promise<Float32Array | undefined> | undefined;
  /** Vectors kept; default 8, as a page asks for several shelves of one history. */
  kept?: number;
}

/**
 * A sequence model from outside (encoder `onnx`). It answers in its own time, and sources are asked at once: `prepare` computes the
 * vector of a history ahead, and a history that was not prepared has none.
 */
export function createSequence(run: RunSequence): CreateEncoder {
  return (section, items) => {
    const dimensions = paramOf(section, 'dimensions');
    const length = paramOf(section, 'length');
    const indices = arrayOf(section, 'indices', Uint32Array, items);
    const vectors = new Map<string, Float32Array>();

    /** The newest items that the model knows. */
    const inputOf = ({ items: own }: Profile) => {
      const known = Array.from(own, (item) => indices[item]!).filter((index) => index > 0);
      const input = new Int32Array(length);
      known.slice(0, length).forEach((index, lag) => {
        input[length - 1 - lag] = index;
      });
      return known.length > 0 ? input : undefined;
    };
    const encode = (profile: Profile) => vectors.get(String(inputOf(profile)));
    return Object.assign(encode, {
      prepare(profile: Profile) {
        const input = inputOf(profile);
        if (!input || vectors.has(String(input))) return undefined;
        return run(input)?.then((answer) => {
          if (!answer) return;
          const vector = new Float32Array(dimensions);
          vector.set(answer.subarray(0, dimensions));
          if (vectors.size >= (run.kept ?? 8)) vectors.delete(vectors.keys().next().value!);
          vectors.set(String(input), vector);
        });
      },
    });
  };
}
