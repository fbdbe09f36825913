import { fail } from '../../../errors/failAny.ts';
import type { Json } from './json.ts';

/** Numbers of UBJSON draft 12, big-endian: their length in bytes and how they are read. */
const NUMBERS: Record<string, [bytes: number, read: (view: DataView, at: number) => number]> = {
  i: [1, (view, at) => view.getInt8(at)],
  U: [1, (view, at) => view.getUint8(at)],
  I: [2, (view, at) => view.getInt16(at)],
  l: [4, (view, at) => view.getInt32(at)],
  L: [8, (view, at) => Number(view.getBigInt64(at))],
  d: [4, (view, at) => view.getFloat32(at)],
  D: [8, (view, at) => view.getFloat64(at)],
};

/** Values within values at most; a model of XGBoost has seven. */
const MOST_DEPTH = 64;

/**
 * The value of a UBJSON file (ubjson.org, draft 12, with typed and counted containers), as XGBoost writes it. A list of numbers of one type is a
 * Float64Array. Nothing is set aside before the bytes for it are there.
 * @throws RANKER_INVALID
 */
export function readUbjson(bytes: Uint8Array): Json {
  const reader = new Reader(bytes);
  const value = reader.value(reader.marker(), 0);
  if (reader.at !== bytes.length) reader.refuse('it goes on after its end');
  return value;
}

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  refuse(why: string): never {
    throw fail('RANKER_INVALID', `as UBJSON, byte ${this.at}: ${why}`);
  }

  /** The next letter that says what follows; N is for padding. */
  marker(): string {
    for (;;) {
      const marker = String.fromCharCode(this.#take(1)[0]!);
      if (marker !== 'N') return marker;
    }
  }

  value(marker: string, depth: number): Json {
    if (depth > MOST_DEPTH) this.refuse(`deeper than ${MOST_DEPTH}`);
    switch (marker) {
      case 'Z':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      case 'S':
        return this.#text();
      case 'C':
        return String.fromCharCode(this.#take(1)[0]!);
      case '[':
        return this.#list(depth);
      case '{':
        return this.#object(depth);
      default:
        return this.#number(marker);
    }
  }

  #list(depth: number): Json {
    const { type, count } = this.#container();
    const number = type === undefined ? undefined : NUMBERS[type];
    if (number && count !== undefined) {
      const from = this.at;
      this.#take(count * number[0]);
      return Float64Array.from({ length: count }, (_, i) => number[1](this.#view, from + i * number[0]));
    }
    const list: Json[] = [];
    this.#each(type, count, ']', (marker) => list.push(this.value(marker, depth + 1)));
    return list;
  }

  #object(depth: number): Json {
    const { type, count } = this.#container();
    const entries: [string, Json][] = [];
    // In an object a value's letter stands behind its key: what is met first is the letter of the key's length.
    this.#each(undefined, count, '}', (marker) => {
      const key = this.#text(marker);
      entries.push([key, this.value(type ?? this.marker(), depth + 1)]);
    });
    return Object.fromEntries(entries);
  }

  #each(type: string | undefined, count: number | undefined, end: string, take: (marker: string) => void): void {
    if (count === undefined) {
      for (let marker = this.marker(); marker !== end; marker = this.marker()) take(marker);
      return;
    }
    // A value without bytes of its own, as in a typed list of nulls, could be repeated for ever.
    if (count > this.#bytes.length - this.at) this.refuse(`${count} values in ${this.#bytes.length - this.at} bytes`);
    for (let i = 0; i < count; i++) take(type ?? this.marker());
  }

  /** What stands behind the bracket: the type of all values, and their number. */
  #container(): { type?: string; count?: number } {
    let type: string | undefined;
    if (this.#peek() === '$') {
      this.at++;
      type = this.marker();
      if (this.#peek() !== '#') this.refuse('a type without a count');
    }
    if (this.#peek() !== '#') return {};
    this.at++;
    return { ...(type === undefined ? {} : { type }), count: this.#length(this.marker()) };
  }

  #peek(): string {
    return String.fromCharCode(this.#bytes[this.at] ?? 0);
  }

  #number(marker: string): number {
    const number = Object.hasOwn(NUMBERS, marker) ? NUMBERS[marker] : undefined;
    if (!number) this.refuse(`"${marker}" is no type of value`);
    const from = this.at;
    this.#take(number[0]);
    return number[1](this.#view, from);
  }

  #length(marker: string): number {
    const length = this.#number(marker);
    if (!(Number.isSafeInteger(length) && length >= 0)) this.refuse(`a length of ${length}`);
    return length;
  }

  #text(marker = this.marker()): string {
    const bytes = this.#take(this.#length(marker));
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return this.refuse('a text that is not UTF-8');
    }
  }

  #take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.at) this.refuse('it ends too early');
    this.at += count;
    return this.#bytes.subarray(this.at - count, this.at);
  }
}
