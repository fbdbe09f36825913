/** A set of item numbers, one bit each: item i is bit i & 31 of word i >>> 5. What a scan may return, for instance. */
export type Bitmap = Uint32Array;

/** A bitmap of `size` items, none or all of them set. Bits beyond `size` are 0. */
export function createBitmap(size: number, filled = false): Bitmap {
  const bitmap = new Uint32Array(Math.ceil(size / 32));
  if (!filled) return bitmap;
  bitmap.fill(0xffffffff);
  if (size % 32 > 0) bitmap[bitmap.length - 1] = 2 ** (size % 32) - 1;
  return bitmap;
}

/** The items of a column of 0 and 1. */
export function bitmapOf(column: ArrayLike<number>): Bitmap {
  const bitmap = createBitmap(column.length);
  for (let item = 0; item < column.length; item++) if (column[item] !== 0) setBit(bitmap, item);
  return bitmap;
}

export function hasBit(bitmap: Bitmap, item: number): boolean {
  return ((bitmap[item >>> 5]! >>> (item & 31)) & 1) === 1;
}

export function setBit(bitmap: Bitmap, item: number): void {
  bitmap[item >>> 5]! |= 1 << (item & 31);
}

export function clearBit(bitmap: Bitmap, item: number): void {
  bitmap[item >>> 5]! &= ~(1 << (item & 31));
}

/** Keeps in `bitmap` what is also in `other`. */
export function intersect(bitmap: Bitmap, other: Bitmap): void {
  for (let word = 0; word < bitmap.length; word++) bitmap[word]! &= other[word]!;
}

/** The items of a set, ascending. */
export function itemsOf(bitmap: Bitmap): Int32Array {
  const items = new Int32Array(countBits(bitmap));
  let count = 0;
  for (let word = 0; word < bitmap.length; word++)
    for (let bits = bitmap[word]!; bits !== 0; bits &= bits - 1)
      items[count++] = 32 * word + 31 - Math.clz32(bits & -bits);
  return items;
}

/** Place of `item` among ascending `items`, one of which it is. */
export function placeOf(items: Int32Array, item: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (items[middle]! < item) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Gives each item of a set its place among `itemsOf` of it, in constant time. */
export function createPlaces(bitmap: Bitmap): (item: number) => number {
  const before = new Uint32Array(bitmap.length);
  for (let word = 1; word < bitmap.length; word++) {
    const bits = bitmap[word - 1]!;
    before[word] = before[word - 1]! + (bits === 0 ? 0 : bitsOf(bits));
  }
  return (item) => before[item >>> 5]! + bitsOf(bitmap[item >>> 5]! & ((1 << (item & 31)) - 1));
}

export function countBits(bitmap: Bitmap): number {
  let count = 0;
  for (let word = 0; word < bitmap.length; word++) count += bitsOf(bitmap[word]!);
  return count;
}

function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
