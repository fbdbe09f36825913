import type { TimedShelf } from '../../src/page/index.ts';

/** Measures what the shopper feels: from the tracked event to the frame that shows the new shelf, ms. */
export interface Meter {
  /** An event was tracked; the clock starts at the first that no repaint has answered yet. */
  tracked(): void;
  /** A shelf that follows the shopper has new contents in the DOM. */
  repainted(): void;
  /** A new view drew its shelf for the first time: that took the time of a page, and is not counted. */
  opened(): void;
  /** A shelf was computed. */
  recommended(shelf: Pick<TimedShelf, 'tookMs' | 'lists'>): void;
  /** Newest first, at most 50. */
  readonly repaints: readonly number[];
  /** Of the newest shelf, ms in the worker. */
  readonly lastRecommend: number | undefined;
  /** What shelves of a catalogue in lists have fetched, bytes; undefined where the catalogue is whole. */
  readonly listBytes: number | undefined;
  onChange(listener: () => void): () => void;
}

export function createMeter(): Meter {
  let started: number | undefined;
  let lastRecommend: number | undefined;
  let listBytes: number | undefined;
  const repaints: number[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    repaints,
    get lastRecommend() {
      return lastRecommend;
    },
    get listBytes() {
      return listBytes;
    },
    tracked() {
      started ??= performance.now();
    },
    repainted() {
      if (started === undefined) return;
      const from = started;
      started = undefined;
      // A frame callback runs before the frame is painted; the message after it runs once it was.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          channel.port1.close();
          repaints.unshift(performance.now() - from);
          repaints.length = Math.min(repaints.length, 50);
          tell();
        };
        channel.port2.postMessage(null);
      });
    },
    opened() {
      started = undefined;
    },
    recommended({ tookMs, lists }) {
      lastRecommend = tookMs;
      if (lists) listBytes = (listBytes ?? 0) + lists.bytes;
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The middle value, or undefined of none. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
