import { fail } from '../../../errors/failAny.ts';
import { type SourceNode, setOf } from './buildTree.ts';
import { below, floor32 } from './float32.ts';

/** A node that asks: where `value` compares so, or is missing and `missingIsTrue`, it is true. */
export interface Branch {
  mode: string;
  feature: number;
  value: number;
  /** Of BRANCH_MEMBER. */
  members: readonly number[] | undefined;
  whenTrue: number;
  whenFalse: number;
  missingIsTrue: boolean;
}

/** Modes of ai.onnx.ml, in the order in which version 5 numbers them. */
export const MODES = [
  'BRANCH_LEQ',
  'BRANCH_LT',
  'BRANCH_GTE',
  'BRANCH_GT',
  'BRANCH_EQ',
  'BRANCH_NEQ',
  'BRANCH_MEMBER',
] as const as readonly string[];

/** The largest float32 under `value`. */
const under32 = (value: number) => (Math.fround(value) < value ? Math.fround(value) : below(Math.fround(value)));

const MOST = 3.4028234663852886e38;

/** As floor32, and the largest of all where `value` is infinite: a node that asks no more than whether a number is there. */
const finite32 = (value: number) => (value === Infinity ? MOST : floor32(value));

/** A branch as a node whose left child is taken up to a threshold, or for a set. @throws RANKER_INVALID, RANKER_UNSUPPORTED */
export function branchNode(branch: Branch, where: string): SourceNode {
  const { mode, feature, value, whenTrue, whenFalse, missingIsTrue } = branch;
  const yes = { feature, set: undefined, left: whenTrue, right: whenFalse, missingLeft: missingIsTrue };
  // Greater is where smaller is false, but for what is missing.
  const no = { feature, set: undefined, left: whenFalse, right: whenTrue, missingLeft: !missingIsTrue };
  switch (mode) {
    case 'BRANCH_LEQ':
      return { ...yes, threshold: finite32(value) };
    case 'BRANCH_LT':
      return { ...yes, threshold: under32(value) };
    case 'BRANCH_GTE':
      return { ...no, threshold: under32(value) };
    case 'BRANCH_GT':
      return { ...no, threshold: finite32(value) };
    case 'BRANCH_EQ':
      return { ...yes, threshold: 0, set: wholeSet([value], where) };
    case 'BRANCH_NEQ':
      // A missing value differs from every other.
      return { ...no, threshold: 0, set: wholeSet([value], where), missingLeft: false };
    default:
      return { ...yes, threshold: 0, set: wholeSet(branch.members ?? [], where) };
  }
}

function wholeSet(values: readonly number[], where: string): Uint32Array {
  const other = values.find((value) => !(Number.isInteger(value) && value >= 0));
  if (other === undefined) return setOf(values, where);
  throw Number.isFinite(other)
    ? fail('RANKER_UNSUPPORTED', `${where}: a node asks whether a value is ${other}, which is no category`)
    : fail('RANKER_INVALID', `${where}: a node asks whether a value is ${other}`);
}
