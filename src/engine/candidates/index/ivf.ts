import { fail } from '../../../errors/fail.ts';
import type { Section } from '../../bundle/bundle.ts';
import { arrayOf, paramOf } from '../../bundle/section.ts';
import type { Kernels, Scanner } from '../../kernels/kernels.ts';
import { type Bitmap, countBits } from '../bitmap.ts';
import { createExactIndex } from './exact.ts';
import type { Index } from './index.ts';
import { createRouter, lengthOf } from './router.ts';

/** Words of a filter that are counted; of a longer one, every n-th. */
const COUNTED_WORDS = 4096;

/** Above this share of the lists, sorting them out costs more than it saves. */
const NEARLY_ALL = 0.5;

export interface IvfIndex extends Index {
  readonly kind: 'ivf';
  readonly lists: number;
  /** Lists probed where every item is permitted. */
  readonly probes: number;
}

/**
 * Inverted lists (Jégou, Douze, Schmid 2011): items are clustered, a list lies together in `scanner`, and a search scans
 * only the `probes` lists that promise most (see router.ts).
 *
 * A filter thins every list alike, so with a share p permitted 1 / p as many lists are probed; where that comes to half of
 * them, or too little is found, everything is scanned and the answer is exact. The narrower the filter, the surer the answer.
 *
 * `scanner`: over the vectors in list order. `probes`: in place of the section's own.
 * @throws BUNDLE_LAYOUT
 */
export function createIvfIndex(
  section: Section,
  items: number,
  scanner: Scanner,
  kernels: Kernels,
  probes: number = paramOf(section, 'probes'),
): IvfIndex {
  const dimensions = paramOf(section, 'dimensions');
  const reach = paramOf(section, 'reach');
  const starts = arrayOf(section, 'starts', Uint32Array);
  const lists = starts.length - 1;
  checkStarts(starts, items);
  if (!(probes >= 1)) throw fail('BUNDLE_LAYOUT', 'section "ivf", parameter "probes"');
  const shapes = {
    axes: arrayOf(section, 'axes', Int8Array, lists * dimensions),
    scales: arrayOf(section, 'scales', Float32Array, lists),
    spreads: arrayOf(section, 'spreads', Float32Array, lists),
    lists,
    dimensions,
  };
  const router = createRouter(shapes, kernels);
  const exact = createExactIndex(scanner);
  const ranges = new Uint32Array(2 * lists);

  /** Position ranges of the `count` lists of the highest promise, neighbours joined. A view valid until the next call. */
  const choose = (vector: Float32Array, count: number): Uint32Array => {
    const promises = router.promises(vector, reach);
    const threshold = kthHighest(promises, count);
    // Of equal promises as many as are missing, the lower first.
    let equals = count;
    for (let list = 0; list < lists; list++) if (promises[list]! > threshold) equals--;
    let length = 0;
    for (let list = 0; list < lists; list++) {
      const promise = promises[list]!;
      if (!(promise > threshold || (promise === threshold && equals-- > 0))) continue;
      const start = starts[list]!;
      if (length > 0 && ranges[length - 1] === start) length -= 2;
      else ranges[length] = start;
      ranges[length + 1] = starts[list + 1]!;
      length += 2;
    }
    return ranges.subarray(0, length);
  };

  return {
    kind: 'ivf',
    lists,
    probes,
    search(vector, k, allowed) {
      const norm = lengthOf(vector);
      const share = allowed ? permittedShare(allowed, items) : 1;
      const count = Math.ceil(probes / share);
      // Without a direction no list promises more than another.
      if (!(norm > 0 && norm < Number.POSITIVE_INFINITY) || !(count <= NEARLY_ALL * lists))
        return exact.search(vector, k, allowed);
      const chosen = choose(vector, count);
      const found = scanner.search(vector, k, allowed ? { allowed, ranges: chosen } : { ranges: chosen });
      return found.items.length < Math.min(k, items) ? exact.search(vector, k, allowed) : found;
    },
  };
}

/** About what share of the items a filter permits. A miscount only moves the number of lists. */
function permittedShare(allowed: Bitmap, items: number): number {
  if (allowed.length <= COUNTED_WORDS) return countBits(allowed) / items;
  const stride = Math.ceil(allowed.length / COUNTED_WORDS);
  const sample = new Uint32Array(Math.floor(allowed.length / stride));
  for (let i = 0; i < sample.length; i++) sample[i] = allowed[i * stride]!;
  return countBits(sample) / (32 * sample.length);
}

/** The k-th highest of `values`, k from 1; -Infinity where they are fewer. NaN is not among them. A heap of k, lowest on top. */
function kthHighest(values: Float32Array, k: number): number {
  const heap = new Float32Array(k).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value > heap[0]!)) continue;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= k) break;
      if (child + 1 < k && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= value) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = value;
  }
  return heap[0]!;
}

function checkStarts(starts: Uint32Array, items: number): void {
  let isSound = starts.length >= 2 && starts[0] === 0 && starts[starts.length - 1] === items;
  for (let list = 1; list < starts.length; list++) isSound &&= starts[list]! >= starts[list - 1]!;
  if (!isSound) throw fail('BUNDLE_LAYOUT', 'section "ivf", array "starts"');
}
