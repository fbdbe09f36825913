import type { Rows } from '../tables/rows.ts';
import type { Tables } from '../tables/tables.ts';

/** A word that more than this share of the described items has tells none of them apart. */
const COMMON = 0.5;

/** How much a word counts by where it stands. A title names the thing; a description says much that is true of all. */
const FIELDS = { title: 2, category: 2, brand: 1.5, description: 1 } as const;

/**
 * The catalogue's words as a sparse matrix, an item a row, at length 1: (sum over fields of weight x (1 + log count)) x log(items / items
 * with the word), the classic tf-idf (Salton, Buckley 1988). Category paths give a word a level and the path to it; brands are
 * one word. Words of one item alone or of more than half of them are left out, and the rarest beyond `vocabulary`.
 */
export function termRows(tables: Tables, vocabulary: number): { rows: Rows; terms: number } {
  const items = tables.items;
  // Terms by number in flat arrays: a map an item would take half a gigabyte for 200,000 items.
  const codes = new Map<string, number>();
  const itemsWith: number[] = [];
  const starts = new Int32Array(items + 1);
  const found: number[] = [];
  const weights: number[] = [];
  let described = 0;
  for (let item = 0; item < items; item++) {
    const terms = itemTerms(tables, item);
    if (terms.size > 0) described++;
    for (const [term, weight] of terms) {
      const code = codes.get(term) ?? codes.size;
      if (code === codes.size) codes.set(term, code);
      itemsWith[code] = (itemsWith[code] ?? 0) + 1;
      found.push(code);
      weights.push(weight);
    }
    starts[item + 1] = found.length;
  }
  const kept = [...codes]
    .map(([term, code]) => ({ term, code, n: itemsWith[code]! }))
    .filter(({ n }) => n > 1 && n <= Math.max(2, COMMON * described))
    .sort((a, b) => b.n - a.n || (a.term < b.term ? -1 : 1))
    .slice(0, vocabulary);
  const numberOf = new Int32Array(codes.size).fill(-1);
  kept.forEach(({ code }, number) => {
    numberOf[code] = number;
  });
  const idf = Float64Array.from(kept, ({ n }) => Math.log(described / n) + 1e-9);
  const offsets = new Int32Array(items + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let item = 0; item < items; item++) {
    const entries: [number, number][] = [];
    for (let at = starts[item]!; at < starts[item + 1]!; at++) {
      const number = numberOf[found[at]!]!;
      if (number >= 0) entries.push([number, weights[at]! * idf[number]!]);
    }
    entries.sort(([a], [b]) => a - b);
    const length = Math.sqrt(entries.reduce((sum, [, value]) => sum + value * value, 0));
    for (const [number, value] of entries) {
      columns.push(number);
      values.push(value / length);
    }
    offsets[item + 1] = columns.length;
  }
  return {
    rows: { offsets, columns: Int32Array.from(columns), values: Float32Array.from(values) },
    terms: kept.length,
  };
}

function itemTerms({ display, catalogue }: Tables, item: number): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (words: readonly string[], weight: number) => {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) terms.set(word, (terms.get(word) ?? 0) + weight * (1 + Math.log(count)));
  };
  add(wordsOf(display.title[item]!), FIELDS.title);
  add(wordsOf(display.description[item]!), FIELDS.description);
  const levels = catalogue.category[item]!.split('>').map((level) => level.trim().toLowerCase());
  add(
    levels.flatMap((level, depth) =>
      level === '' ? [] : [...wordsOf(level), `> ${levels.slice(0, depth + 1).join(' > ')}`],
    ),
    FIELDS.category,
  );
  const brand = catalogue.brand[item]!.trim().toLowerCase();
  if (brand !== '') add([`brand ${brand}`], FIELDS.brand);
  return terms;
}

/** Words of letters and digits, lower case, accents apart; a single letter is none, a single sign of a script without spaces is. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]{2,}/gu) ?? [];
}
