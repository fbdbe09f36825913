import { fail } from '../../errors/failAny.ts';
import { type HnswGraph, linksOf } from './hnsw.ts';

/** offsetLevel0, maxElements, count, bytes of a node, offset of its label, offset of its vector, maxLevel, entry, maxM, maxM0, M: u32. */
const HEADER_NUMBERS = 11;
/** Then mult (f64) and efConstruction (u32), unaligned. */
const HEADER_BYTES = HEADER_NUMBERS * 4 + 8 + 4;

/**
 * The graph as hnswlib's `saveIndex` writes it where size_t has 32 bits (hnswlib-wasm; a 64-bit build's header and labels
 * are wider): header; per node its level-0 links (count and 2M numbers), vector and label; then per node the byte length
 * of its upper links and these. Little-endian.
 * @param labels what a search answers for each node
 */
export function writeHnswFile(graph: HnswGraph, labels: ArrayLike<number>): Uint8Array {
  const { count, dimensions, m, levels, base, rows } = graph;
  const linkBytes = 4 * (2 * m + 1);
  const nodeBytes = linkBytes + 4 * dimensions + 4;
  const upperBytes = levels.reduce((sum, level) => sum + 4 + level * 4 * (m + 1), 0);
  const bytes = new Uint8Array(HEADER_BYTES + count * nodeBytes + upperBytes);
  const view = new DataView(bytes.buffer);
  const header = [
    ...[0, count, count, nodeBytes, nodeBytes - 4, linkBytes],
    ...[graph.maxLevel, count === 0 ? -1 : graph.entry, m, 2 * m, m],
  ];
  for (const [i, number] of header.entries()) view.setUint32(4 * i, number, true);
  view.setFloat64(4 * HEADER_NUMBERS, 1 / Math.log(m), true);
  view.setUint32(4 * HEADER_NUMBERS + 8, graph.efConstruction, true);
  let at = HEADER_BYTES;
  const put = (numbers: Uint32Array | Float32Array) => {
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
    at += numbers.byteLength;
  };
  for (let node = 0; node < count; node++) {
    put(base.subarray(node * (2 * m + 1), (node + 1) * (2 * m + 1)));
    put(rows.subarray(node * dimensions, (node + 1) * dimensions));
    view.setUint32(at, labels[node]!, true);
    at += 4;
  }
  for (let node = 0; node < count; node++) {
    view.setUint32(at, levels[node]! * 4 * (m + 1), true);
    at += 4;
    put(graph.upper[node]!);
  }
  return bytes;
}

/** The graph and labels of such a file. @throws BUNDLE_LAYOUT where a length or a link leads out of it */
export function readHnswFile(bytes: Uint8Array): { graph: HnswGraph; labels: Uint32Array } {
  const check = (holds: boolean, where: string) => {
    if (!holds) throw fail('BUNDLE_LAYOUT', `section "hnsw": ${where}`);
  };
  check(bytes.length >= HEADER_BYTES, 'header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const header = Array.from({ length: HEADER_NUMBERS }, (_, i) => view.getInt32(4 * i, true));
  const [level0, , count, nodeBytes, labelAt, vectorAt, maxLevel, entry, maxM, maxM0, m] = header as [
    ...[number, number, number, number, number, number],
    ...[number, number, number, number, number],
  ];
  const dimensions = (labelAt - vectorAt) / 4;
  check(level0 === 0 && m > 1 && maxM === m && maxM0 === 2 * m && vectorAt === 4 * (2 * m + 1), 'header');
  check(Number.isInteger(dimensions) && dimensions > 0 && nodeBytes === labelAt + 4, 'header');
  check(count >= 0 && HEADER_BYTES + count * (nodeBytes + 4) <= bytes.length, 'number of nodes');
  check(count === 0 ? maxLevel === -1 : entry >= 0 && entry < count, 'entry');
  const graph: HnswGraph = {
    rows: new Float32Array(count * dimensions),
    count,
    dimensions,
    m,
    efConstruction: view.getUint32(4 * HEADER_NUMBERS + 8, true),
    maxLevel,
    entry: Math.max(0, entry),
    levels: new Uint8Array(count),
    base: new Uint32Array(count * (2 * m + 1)),
    upper: [],
  };
  const labels = new Uint32Array(count);
  let at = HEADER_BYTES;
  for (let node = 0; node < count; node++, at += nodeBytes) {
    for (let i = 0; i <= 2 * m; i++) graph.base[node * (2 * m + 1) + i] = view.getUint32(at + 4 * i, true);
    for (let d = 0; d < dimensions; d++)
      graph.rows[node * dimensions + d] = view.getFloat32(at + vectorAt + 4 * d, true);
    labels[node] = view.getUint32(at + labelAt, true);
  }
  for (let node = 0; node < count; node++) {
    check(at + 4 <= bytes.length, 'upper links');
    const length = view.getUint32(at, true);
    at += 4;
    const level = length / (4 * (m + 1));
    check(Number.isInteger(level) && level <= maxLevel && at + length <= bytes.length, 'upper links');
    graph.levels[node] = level;
    graph.upper[node] = Uint32Array.from({ length: length / 4 }, (_, i) => view.getUint32(at + 4 * i, true));
    at += length;
  }
  check(at === bytes.length, 'length');
  for (let node = 0; node < count; node++) {
    for (let level = 0; level <= graph.levels[node]!; level++) {
      const { links, from } = linksOf(graph, node, level);
      check(links[from]! <= (level === 0 ? 2 * m : m), 'number of links');
      for (let i = from + 1; i <= from + links[from]!; i++)
        check(links[i]! < count && graph.levels[links[i]!]! >= level, 'link');
    }
  }
  return { graph, labels };
}
