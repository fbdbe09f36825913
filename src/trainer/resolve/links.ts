import { createHmac } from 'node:crypto';
import type { Kind } from './normalise.ts';

/** An identifier as it may be written down: its kind and its keyed hash, 64 hex digits. */
export interface HashedId {
  kind: Kind;
  id: string;
}

/** Two identifiers that were seen together in `rows` rows; numbers into the list of identifiers, a < b. */
export interface Link {
  a: number;
  b: number;
  rows: number;
}

export interface Links {
  /** In order of kind, then hash: whatever the order of rows was. */
  ids: HashedId[];
  /** In order of a, then b. */
  links: Link[];
}

/**
 * Gathers who was seen with whom. Nothing of it holds an identifier in the clear: each is hashed as it comes
 * (HMAC-SHA-256, RFC 2104, over kind, a zero byte and the normalised text).
 */
export class LinkCounter {
  readonly #key: Uint8Array;
  readonly #numbers = new Map<string, number>();
  readonly #ids: HashedId[] = [];
  /** For each identifier those with larger numbers that it was seen with -> rows. */
  readonly #counts: Map<number, number>[] = [];

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** One row: everything in it belongs together. */
  add(row: readonly { kind: Kind; text: string }[]): void {
    const numbers = [...new Set(row.map(({ kind, text }) => this.#number(kind, text)))].sort((a, b) => a - b);
    for (const [at, a] of numbers.entries()) {
      const counts = this.#counts[a]!;
      for (const b of numbers.slice(at + 1)) counts.set(b, (counts.get(b) ?? 0) + 1);
    }
  }

  result(): Links {
    const order = this.#ids.map((_, number) => number).sort((a, b) => compareIds(this.#ids[a]!, this.#ids[b]!));
    const place = new Int32Array(order.length);
    for (const [at, number] of order.entries()) place[number] = at;
    const links: Link[] = [];
    for (const [first, counts] of this.#counts.entries())
      for (const [second, rows] of counts) {
        const [a, b] = [place[first]!, place[second]!];
        links.push(a < b ? { a, b, rows } : { a: b, b: a, rows });
      }
    links.sort((x, y) => x.a - y.a || x.b - y.b);
    return { ids: order.map((number) => this.#ids[number]!), links };
  }

  #number(kind: Kind, text: string): number {
    const id = createHmac('sha256', this.#key).update(`${kind}\0${text}`).digest('hex');
    const name = `${kind}\0${id}`;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#ids.length;
      this.#numbers.set(name, number);
      this.#ids.push({ kind, id });
      this.#counts.push(new Map());
    }
    return number;
  }
}

const compareIds = (a: HashedId, b: HashedId) =>
  a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
