import { createHash, type Hash } from 'node:crypto';
import { fail } from '../../errors/failAny.ts';

/** Text is handed to the hash in pieces of about this many characters: a call each costs more than the hashing. */
const PIECE = 1 << 16;

/**
 * SHA-256 of plain data, in hex: equal for equal content, whatever the order of an object's keys. An absent key and one that is
 * undefined are the same. Lists, Maps and Sets count in their order.
 * @throws INTERNAL for a function or another thing that has no content
 */
export function contentHash(value: unknown): string {
  const writer = new Writer(createHash('sha256'));
  write(value, writer);
  return writer.digest();
}

class Writer {
  readonly #hash: Hash;
  #pending = '';

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  /** Every text is written with its length, so that no two values read the same. */
  text(tag: string, text: string): void {
    this.#pending += `${tag}${text.length}:${text}`;
    if (this.#pending.length > PIECE) this.#flush();
  }

  bytes(tag: string, bytes: ArrayBufferView): void {
    this.text(tag, String(bytes.byteLength));
    this.#flush();
    this.#hash.update(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    // UTF-16: UTF-8 would make one of all lone surrogates.
    this.#hash.update(this.#pending, 'utf16le');
    this.#pending = '';
  }
}

function write(value: unknown, to: Writer): void {
  if (typeof value === 'object') writeObject(value, to);
  else if (typeof value === 'string') to.text('s', value);
  else if (typeof value === 'number') to.text('n', Object.is(value, -0) ? '-0' : String(value));
  else if (typeof value !== 'function' && typeof value !== 'symbol') to.text(typeof value, String(value));
  else throw fail('INTERNAL', `a ${typeof value} has no content to hash`);
}

function writeObject(value: object | null, to: Writer): void {
  if (value === null) to.text('null', '');
  else if (ArrayBuffer.isView(value)) to.bytes(value.constructor.name, value);
  else if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    to.text(value.constructor.name, String('size' in value ? value.size : value.length));
    for (const entry of value) write(entry, to);
  } else writeRecord(value, to);
}

function writeRecord(value: object, to: Writer): void {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw fail('INTERNAL', `a ${value.constructor.name} has no content to hash`);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  to.text('o', String(entries.length));
  for (const [key, entry] of entries) {
    to.text('k', key);
    write(entry, to);
  }
}
