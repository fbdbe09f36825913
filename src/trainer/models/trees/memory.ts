import type { TreeSettings } from '../../settings/trees.ts';
import { layOut, type SharedLayout } from '../../threads/layout.ts';
import { SAMPLE } from './bins.ts';

/** Rows of a chunk: ROWS of ../../threads/assembly/treeRows.ts, treeHistogram.ts and treePartition.ts. */
export const CHUNK_ROWS = 4096;
export const HISTOGRAM_ROWS = 1024;
export const PARTITION_ROWS = 4096;
/** Inputs of a block: BLOCK of ../../threads/assembly/treeHistogram.ts. */
const BLOCK = 8;
/** Bytes of one input's histogram: 256 bins of a hessian (uint32) below a gradient (int32). */
export const HISTOGRAM_BYTES = 2048;
/** Bytes of what a split job is told of a leaf, finds for an input, and of a node: ../../threads/assembly/treeSplit.ts, treeRows.ts. */
export const LEAF_BYTES = 32;
export const FOUND_BYTES = 24;
export const NODE_BYTES = 24;

type TreePiece =
  | 'job'
  | 'order'
  | 'lefts'
  | 'rights'
  | 'counts'
  | 'others'
  | 'byColumn'
  | 'byRow'
  | 'scores'
  | 'labels'
  | 'weights'
  | 'gradients'
  | 'hessians'
  | 'packed'
  | 'sums'
  | 'histograms'
  | 'parts'
  | 'room'
  | 'numbers'
  | 'marks'
  | 'table'
  | 'columns'
  | 'leaves'
  | 'found'
  | 'ranges'
  | 'nodes'
  | 'sets'
  | 'values'
  | 'leafValues'
  | 'samples'
  | 'spare'
  | 'sampleCounts'
  | 'digits'
  | 'thresholds'
  | 'binCounts'
  | LambdaPiece;

/** Of LambdaMART alone. */
type LambdaPiece = 'offsets' | 'gains' | 'inverseBest' | 'discounts' | 'ranking' | 'ranks';

/** What a fit works in: `rows` of training first, then those of validation, which have codes and scores alone. */
export interface TreeMemory extends SharedLayout<TreePiece> {
  rows: number;
  allRows: number;
  inputs: number;
  /** Bytes of a row's codes, and of a thread's room for a chunk of rows. */
  stride: number;
  roomBytes: number;
  /** Rows that bins are found on. */
  sample: number;
  bytes(name: TreePiece): Uint8Array;
  doubles(name: TreePiece): Float64Array;
  /** Bytes of a leaf's histograms. */
  leafBytes: number;
}

interface TreeSizes {
  rows: number;
  allRows: number;
  inputs: number;
  groups: number;
  /** Rows of the longest group. */
  longest: number;
}

/** Numbers of a thread's room for one group, in whole cache lines: ../../threads/assembly/treeLambdas.ts. */
export const rankInts = (longest: number) => 16 * Math.ceil((5 * 2 * (longest + 4)) / 16);

/** @throws RangeError where it is more than the 4 GB that WASM can address */
export function layOutTrees(
  { rows, allRows, inputs, groups, longest }: TreeSizes,
  settings: TreeSettings,
  threads: number,
): TreeMemory {
  const places = BLOCK * Math.ceil(inputs / BLOCK);
  /** A pair and a row's codes each. */
  const roomInts = (HISTOGRAM_ROWS * (8 + places)) / 4;
  const leafInts = (places * HISTOGRAM_BYTES) / 4;
  const chunks = Math.ceil(allRows / HISTOGRAM_ROWS);
  const { leaves, objective } = settings;
  const sample = Math.min(rows, SAMPLE);
  const ofGroups = (length: number) => (objective === 'lambdarank' ? length : 0);
  const lengths: Record<TreePiece, number> = {
    job: 128,
    order: rows,
    lefts: rows,
    rights: rows,
    counts: chunks,
    others: allRows,
    byColumn: Math.ceil((allRows * inputs) / 4),
    byRow: (allRows * places) / 4,
    scores: 2 * allRows,
    labels: rows,
    weights: rows,
    gradients: rows,
    hessians: rows,
    packed: 2 * rows,
    sums: 4 * chunks,
    histograms: leaves * leafInts,
    parts: Math.max(1, threads - 1) * leafInts,
    room: threads * roomInts,
    numbers: HISTOGRAM_ROWS,
    marks: threads,
    table: 4 * places,
    columns: places,
    leaves: (2 * LEAF_BYTES) / 4,
    found: (2 * places * FOUND_BYTES) / 4,
    ranges: 2 * leaves,
    leafValues: 2 * leaves,
    nodes: (leaves * NODE_BYTES) / 4,
    sets: (leaves * 256) / 4,
    values: threads * allRows,
    samples: threads * sample,
    spare: threads * sample,
    sampleCounts: threads,
    digits: threads * 2048,
    thresholds: threads * 256,
    binCounts: threads,
    offsets: ofGroups(groups + 1),
    gains: ofGroups(rows),
    inverseBest: ofGroups(2 * groups),
    discounts: ofGroups(2 * longest + 4),
    ranking: ofGroups(rows),
    ranks: ofGroups(threads * rankInts(longest)),
  };
  const layout = layOut(lengths);
  const { buffer } = layout.memory;
  return {
    ...layout,
    rows,
    allRows,
    inputs,
    stride: places,
    roomBytes: 4 * roomInts,
    sample,
    leafBytes: 4 * leafInts,
    bytes: (name) => new Uint8Array(buffer, layout.at[name], 4 * lengths[name]),
    doubles: (name) => new Float64Array(buffer, layout.at[name], Math.floor(lengths[name] / 2)),
  };
}
