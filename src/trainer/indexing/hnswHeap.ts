/** A binary heap of numbered keys in typed arrays. Ties keep the lower number nearer the top. */
export interface Heap {
  size(): number;
  clear(): void;
  /** Beyond its capacity a heap throws a RangeError. */
  push(key: number, value: number): void;
  topKey(): number;
  /** Takes the top off and answers its value. Of an empty heap: -1. */
  pop(): number;
}

/** @param isAbove may a key lie above another: `<` for the least on top */
export function createHeap(capacity: number, isAbove: (a: number, b: number) => boolean): Heap {
  const keys = new Float64Array(capacity);
  const values = new Int32Array(capacity);
  let size = 0;
  const precedes = (key: number, value: number, at: number) =>
    isAbove(key, keys[at]!) || (key === keys[at] && value < values[at]!);

  return {
    size: () => size,
    clear() {
      size = 0;
    },
    push(key, value) {
      if (size === capacity) throw new RangeError(`a heap of ${capacity} is full`);
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!precedes(key, value, parent)) break;
        keys[at] = keys[parent]!;
        values[at] = values[parent]!;
        at = parent;
      }
      keys[at] = key;
      values[at] = value;
    },
    topKey: () => keys[0]!,
    pop() {
      if (size === 0) return -1;
      const top = values[0]!;
      size--;
      const key = keys[size]!;
      const value = values[size]!;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= size) break;
        if (child + 1 < size && precedes(keys[child + 1]!, values[child + 1]!, child)) child++;
        if (precedes(key, value, child)) break;
        keys[at] = keys[child]!;
        values[at] = values[child]!;
        at = child;
      }
      keys[at] = key;
      values[at] = value;
      return top;
    },
  };
}
