import { fail } from '../../../errors/failAny.ts';

/** A value as JSON has it, or UBJSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json } | ArrayLike<number>;

/**
 * The value of a JSON text. The words NaN and Infinity, which some writers put where a number should be, become null: who needs that number
 * refuses it, and it may well be one that nobody needs.
 * @throws RANKER_INVALID
 */
export function readJson(bytes: Uint8Array): Json {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail('RANKER_INVALID', 'it is not UTF-8 text');
  }
  try {
    return JSON.parse(text) as Json;
  } catch (first) {
    try {
      return JSON.parse(withoutWords(text)) as Json;
    } catch {
      throw fail('RANKER_INVALID', `it is no JSON: ${(first as Error).message.slice(0, 120)}`);
    }
  }
}

/** Outside of strings. */
const withoutWords = (text: string) =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|nan|Infinity|inf)\b/g, (found) => (found[0] === '"' ? found : 'null'));

/** Walks into a value; every step says where it is when it does not find what it is asked for. */
export class JsonPlace {
  readonly #value: Json | undefined;
  readonly #where: string;

  constructor(value: Json | undefined, where: string) {
    this.#value = value;
    this.#where = where;
  }

  get isThere(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  /** A field of an object; a place where nothing is where there is none. */
  at(key: string): JsonPlace {
    const object = this.#value;
    const isObject =
      typeof object === 'object' && object !== null && !Array.isArray(object) && !ArrayBuffer.isView(object);
    const value = isObject && Object.hasOwn(object, key) ? (object as { [key: string]: Json })[key] : undefined;
    return new JsonPlace(value, this.#where === '' ? key : `${this.#where}.${key}`);
  }

  /** @throws RANKER_INVALID */
  places(): JsonPlace[] {
    return this.#list().map((value, i) => new JsonPlace(value, `${this.#where}[${i}]`));
  }

  /** @throws RANKER_INVALID */
  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.#refuse('no text');
  }

  /** A number, or a text that is one. @throws RANKER_INVALID */
  number(): number {
    const value = this.#value;
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof read === 'number' && Number.isFinite(read) ? read : this.#refuse('no finite number');
  }

  /** Numbers, `count` of them where it is said; true counts as 1. What is no number is NaN, for who needs it. @throws RANKER_INVALID */
  numbers(count?: number): number[] {
    const list = this.#list();
    if (count !== undefined && list.length !== count) this.#refuse(`${list.length} numbers in place of ${count}`);
    return list.map((value) => (typeof value === 'number' ? value : typeof value === 'boolean' ? +value : Number.NaN));
  }

  #list(): Json[] {
    const value = this.#value;
    if (Array.isArray(value)) return value;
    return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : this.#refuse('no list');
  }

  #refuse(why: string): never {
    throw fail('RANKER_INVALID', `${this.#where}: ${this.isThere ? why : 'missing'}`);
  }
}
