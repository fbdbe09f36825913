import type { RankerModel } from '../../../engine/ranking/content.ts';

/** A ranking model that another library trained, as the engine runs it. */
export interface ImportedRanker {
  model: RankerModel;
  /** Inputs of a row. */
  inputs: number;
  /** The names that the file gives its inputs, in their order; undefined where it gives none. */
  features: string[] | undefined;
  /** What it was trained for, in the words of its library; `net` where the file does not say. */
  objective: string;
  /** For people: where the margin is not what the library's own predict answers. */
  notes: string[];
}

/** Inputs of a row at most: trees keep a place as 16 bits. */
export const MOST_INPUTS = 65_535;

/** Names that a library gives where nobody gave any. */
const NUMBERED = /^(Column_|f|x|feature_?|input_?)\d+$/i;

/** `names` where somebody chose them. */
export function chosenNames(names: readonly string[] | undefined): string[] | undefined {
  return names && names.length > 0 && !names.every((name) => NUMBERED.test(name)) ? [...names] : undefined;
}
