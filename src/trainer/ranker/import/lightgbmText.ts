import { fail } from '../../../errors/failAny.ts';

/** `key=value` lines of a part of the file; a line without = is a key of the value ''. */
export type Fields = Map<string, string>;

export interface LightgbmText {
  header: Fields;
  trees: Fields[];
  /** What follows the trees: importances, parameters, categories of data frames. */
  rest: string[];
}

/**
 * Parts a model file of LightGBM (`Booster.save_model`, `model_to_string`) into its fields.
 * @throws RANKER_INVALID where it is none, or ends too early
 */
export function readLightgbmText(bytes: Uint8Array): LightgbmText {
  const lines = decode(bytes).split(/\r?\n/);
  if (lines[0]?.trim() !== 'tree') throw fail('RANKER_INVALID', 'a text model of LightGBM begins with the line "tree"');
  const header: Fields = new Map();
  const trees: Fields[] = [];
  let part = header;
  for (let l = 1; l < lines.length; l++) {
    const line = lines[l]!;
    if (line === 'end of trees') {
      const told = header.get('tree_sizes')?.trim().split(/\s+/).length ?? trees.length;
      if (told !== trees.length) throw fail('RANKER_INVALID', `${trees.length} trees of ${told}`);
      return { header, trees, rest: lines.slice(l + 1) };
    }
    if (line === '') continue;
    const at = line.indexOf('=');
    const key = at < 0 ? line : line.slice(0, at);
    if (key === 'Tree') {
      if (line !== `Tree=${trees.length}`)
        throw fail('RANKER_INVALID', `line ${l + 1}: tree ${trees.length} is missing`);
      part = new Map();
      trees.push(part);
    } else if (part.has(key)) throw fail('RANKER_INVALID', `line ${l + 1}: ${key.slice(0, 40)} for the second time`);
    else part.set(key, at < 0 ? '' : line.slice(at + 1));
  }
  throw fail('RANKER_INVALID', 'it ends before "end of trees"');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail('RANKER_INVALID', 'it is not UTF-8 text');
  }
}

/** The `count` numbers of a field; `inf` is the highest float64. @throws RANKER_INVALID where there are others or another number of them */
export function numbersOf(fields: Fields, key: string, count: number, where: string): number[] {
  const text = fields.get(key)?.trim();
  const words = text ? text.split(/\s+/) : [];
  if (words.length !== count)
    throw fail('RANKER_INVALID', `${where}: ${key} has ${words.length} numbers in place of ${count}`);
  return words.map((word) => {
    // What LightGBM writes as the threshold of a node that asks no more than whether a value is missing.
    const value = word === 'inf' ? Number.MAX_VALUE : Number(word);
    if (!Number.isFinite(value)) throw fail('RANKER_INVALID', `${where}: ${key} has "${word.slice(0, 40)}"`);
    return value;
  });
}

/** The whole number of a field, from `least` to `most`. @throws RANKER_INVALID */
export function wholeOf(
  fields: Fields,
  key: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER, usual }: { least?: number; most?: number; usual?: number },
  where: string,
): number {
  const text = fields.get(key);
  if (text === undefined && usual !== undefined) return usual;
  const value = text?.trim() ? Number(text) : Number.NaN;
  if (!(Number.isInteger(value) && value >= least && value <= most))
    throw fail('RANKER_INVALID', `${where}: ${key} is ${text === undefined ? 'missing' : `"${text.slice(0, 40)}"`}`);
  return value;
}
