import { readFile, writeFile } from 'node:fs/promises';
import { Random } from '../../src/trainer/random.ts';
import type { RankingData } from '../../src/trainer/ranker/data.ts';

/** First word of a file of rows, "VTRW". */
const MAGIC = 0x57525456;

/**
 * Writes ranking rows as raw little-endian numbers: MAGIC, rows, inputs, groups, 1 where weights follow (uint32 each), offsets (int32),
 * 1 where an input is a category (int32 each), labels (float32), weights (float32, if any), columns (float32, one after the other).
 */
export async function writeRows(file: string, data: RankingData): Promise<void> {
  const { columns, labels, weights, offsets, isCategory } = data;
  const head = Uint32Array.of(MAGIC, labels.length, columns.length, offsets.length - 1, weights ? 1 : 0);
  const kinds = Int32Array.from(columns, (_, input) => (isCategory?.[input] ? 1 : 0));
  const parts = [head, offsets, kinds, labels, ...(weights ? [weights] : []), ...columns];
  await writeFile(
    file,
    Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))),
  );
}

/** @throws Error where the file is not as long as it says */
export async function readRows(file: string): Promise<RankingData> {
  const bytes = await readFile(file);
  const { buffer } = new Uint8Array(bytes);
  const [magic, rows, inputs, groups, isWeighted] = new Uint32Array(buffer, 0, 5);
  const words = 5 + groups! + 1 + inputs! + rows! * (1 + isWeighted! + inputs!);
  if (magic !== MAGIC || buffer.byteLength !== 4 * words) throw new Error(`${file} is no file of ranking rows`);
  let at = 20;
  const take = <T>(Kind: new (buffer: ArrayBufferLike, at: number, length: number) => T, length: number): T => {
    const part = new Kind(buffer, at, length);
    at += 4 * length;
    return part;
  };
  const offsets = take(Int32Array, groups! + 1);
  const isCategory = Array.from(take(Int32Array, inputs!), (kind) => kind === 1);
  const labels = take(Float32Array, rows!);
  const weights = isWeighted ? take(Float32Array, rows!) : undefined;
  const columns = Array.from({ length: inputs! }, () => take(Float32Array, rows!));
  return { columns, isCategory, labels, weights, offsets };
}

/** The groups from `first` up to `last`. */
export function groupsOf(data: RankingData, first: number, last: number): RankingData {
  const [from, to] = [data.offsets[first]!, data.offsets[last]!];
  return {
    columns: data.columns.map((column) => column.slice(from, to)),
    ...(data.isCategory && { isCategory: data.isCategory }),
    labels: data.labels.slice(from, to),
    ...(data.weights && { weights: data.weights.slice(from, to) }),
    offsets: data.offsets.slice(first, last + 1).map((offset) => offset - from),
  };
}

/**
 * Rows of 20 inputs: ten plain, four skewed, three of few values, three with holes; the margin has a line, products, a wave and a hole in it.
 * `binary`: labels 1 by the margin's chance, groups of one row. `graded`: groups of 20 to 80 rows, labels 0 to 4 by the margin and noise, few high.
 */
export function drawRows(kind: 'binary' | 'graded', rows: number, seed: number): RankingData {
  const random = new Random(seed, `rows ${kind}`);
  const columns = Array.from({ length: 20 }, () => new Float32Array(rows));
  const labels = new Float32Array(rows);
  const offsets = [0];
  for (let row = 0; row < rows; row++) {
    const x = columns.map((column, input) => {
      const plain = random.normal();
      const value = input < 10 ? plain : input < 14 ? Math.exp(plain) : input < 17 ? Math.round(2 * plain) : plain;
      column[row] = input >= 17 && random.chance(0.3) ? Number.NaN : value;
      return column[row]!;
    });
    const margin =
      0.6 * x[0]! * x[1]! +
      Math.sin(2 * x[2]!) +
      0.5 * x[3]! -
      0.3 * x[4]! ** 2 +
      (x[5]! > 0 ? x[6]! : 0) +
      0.4 * Math.log(x[10]!) +
      (x[14]! > 1 ? 0.7 : 0) +
      (Number.isNaN(x[17]!) ? -0.8 : 0.3 * x[17]!);
    if (kind === 'binary') labels[row] = random.chance(1 / (1 + Math.exp(-margin))) ? 1 : 0;
    else labels[row] = [0.8, 2, 3, 4].filter((step) => margin + 1.5 * random.normal() > step).length;
    const length = row + 1 - offsets.at(-1)!;
    if (kind === 'binary' || length >= 20 + (offsets.length % 61) || row === rows - 1) offsets.push(row + 1);
  }
  return { columns, labels, offsets: Int32Array.from(offsets) };
}
