import type { ReadReport } from './log.ts';

/** A column of numbers, or of names as numbers from 0 in code-unit order; NaN where a value is missing. */
export interface Feature {
  name: string;
  isCategory: boolean;
  values: Float32Array;
}

/** What a policy showed, one entry an impression of one item in one position, in the file's order, with the chance that it had. */
export interface BanditLog {
  /** Item ids by number, in code-unit order. */
  items: string[];
  /** Positions that occur, ascending; [0] in a log without positions. */
  positions: number[];
  item: Int32Array;
  /** Index into `positions`. */
  slot: Uint16Array;
  /** 1 where it was clicked. */
  click: Uint8Array;
  /** Chance that the policy shows this item in this position at this moment, above 0 and at most 1. Absent where the file has none. */
  propensity?: Float64Array;
  /** What is known of the shopper and the moment, by impression. */
  context: Feature[];
  /** What is known of the items, by item number. */
  itemFeatures: Feature[];
  /** Affinity of the shopper of impression i to item a at i * items + a. */
  affinity?: Float32Array;
  report: ReadReport;
}

/** Chances with which a policy shows items, whoever looks. */
export interface PolicyTable {
  items: string[];
  /** Ascending; [0]: the chances are those of every position. */
  positions: number[];
  /** Of item a in slot s at s * items + a; a slot's sum to 1. */
  chances: Float64Array;
}

/** A column of texts as numbers where all of them are numbers, else as names. */
export function featureOf(name: string, texts: readonly (string | number | boolean | null)[]): Feature {
  const said = texts.filter((text) => text !== null).map(String);
  const isCategory = said.some((text) => !Number.isFinite(Number(text)));
  const codes = new Map([...new Set(said)].sort().map((text, code) => [text, code]));
  const numberOf = (text: string) => (isCategory ? codes.get(text)! : Number(text));
  return {
    name,
    isCategory,
    values: Float32Array.from(texts, (text) => (text === null ? Number.NaN : numberOf(String(text)))),
  };
}
