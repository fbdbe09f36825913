import type { Bundle } from '../../bundle/bundle.ts';
import type { Sources } from '../../candidates/retrieve.ts';
import { log2 } from '../../profile/log2.ts';
import { type Facts, readFacts } from './facts.ts';

/** What a ranker reads of a bundle, made once. */
export interface Shop {
  bundle: Bundle;
  sources: Sources;
  facts: Facts | undefined;
  /** log2 of the price by item; NaN where there is none. */
  logPrice: Float32Array;
  /** By item: its department, the first step of its category's path, numbered; 0 is none. */
  department: Uint16Array;
  /** By code of a category, a number that its path alone decides: codes differ from one bundle to the next, and a ranker is learned on others. */
  categoryKey: Uint16Array;
  /** By item, the share of the strongest of its category in the main popularity, 0 to 1. */
  standing: Float32Array | undefined;
  /** Per item, 1 + its place among the candidates at hand; 0 for others. Cleared by who sets it. */
  places: Int32Array;
}

/** @throws BUNDLE_LAYOUT */
export function readShop(bundle: Bundle, sources: Sources): Shop {
  const { catalogue } = bundle;
  const section = bundle.section('facts');
  return {
    bundle,
    sources,
    facts: section && readFacts(section, catalogue.size),
    logPrice: catalogue.price.map((price) =>
      price > 0 && price < Number.POSITIVE_INFINITY ? log2(price) : Number.NaN,
    ),
    department: departmentsOf(catalogue.categories, catalogue.category),
    categoryKey: Uint16Array.from(catalogue.categories, keyOf),
    standing:
      sources.popularity && standingsOf(sources.popularity.main, catalogue.category, catalogue.categories.length),
    places: new Int32Array(catalogue.size),
  };
}

/** Keys of paths, a prime: few enough for a tree's sets to be short, and more than most shops have categories. */
const KEYS = 1021;

/** 0 for no path, else 1 to KEYS. */
function keyOf(path: string): number {
  if (path === '') return 0;
  let key = 0;
  for (let at = 0; at < path.length; at++) key = (key * 31 + path.charCodeAt(at)) % KEYS;
  return 1 + key;
}

function departmentsOf(categories: readonly string[], category: Uint16Array): Uint16Array {
  const numbers = new Map<string, number>([['', 0]]);
  const codes = categories.map((path) => {
    const [first = ''] = path.split(' > ');
    const number = numbers.get(first) ?? numbers.size;
    numbers.set(first, number);
    return number;
  });
  return category.map((code) => codes[code]!);
}

function standingsOf(popularity: Uint16Array, category: Uint16Array, categories: number): Float32Array {
  const best = new Float64Array(categories);
  popularity.forEach((score, item) => {
    const own = category[item]!;
    if (score > best[own]!) best[own] = score;
  });
  return Float32Array.from(popularity, (score, item) =>
    best[category[item]!]! > 0 ? score / best[category[item]!]! : 0,
  );
}
