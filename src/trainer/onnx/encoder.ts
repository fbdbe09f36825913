import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openSession } from '../../engine/candidates/encoders/runner.ts';
import { fail } from '../../errors/failAny.ts';
import type { TrainConfig } from '../config.ts';
import { loadRuntime } from './run.ts';

/** Items of a history that a model without a length of its own is given. */
const LENGTH = 50;
/** Longest history and widest vector that a bundle holds. */
const MAX_LENGTH = 1024;
const MAX_WIDTH = 1024;

/** A sequence encoder from outside, as a bundle ships it. */
export interface SequenceEncoder {
  model: Uint8Array;
  /** Items that the model is given: its input is int64 [1, length]. */
  length: number;
  /** Width of the shopper's vector and of the items'. */
  width: number;
  /** Item ids; the model's index of ids[i] is i + 1. */
  ids: string[];
  /** Item vectors, ids x width. */
  vectors: Float32Array;
}

type Files = TrainConfig['onnx'];

/**
 * Reads a model and what it knows, and asks it once.
 * @throws INPUT_MISSING, INPUT_COLUMNS (files that do not fit each other), MISSING_PACKAGE, ENCODER_UNAVAILABLE
 */
export async function readEncoder({ model: path, ids: idsPath, items }: Files): Promise<SequenceEncoder> {
  if (path === undefined || idsPath === undefined)
    throw fail('CONFIG_INVALID', 'onnx: a model goes with ids, which name the items that it knows');
  const model = await read(path);
  const ids = linesOf(await read(idsPath), idsPath);
  const runtime = await loadRuntime();
  const session = await openSession(model, runtime);
  const length = lengthOf(session.inputMetadata, path);
  const input = new runtime.Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]);
  const { vector, item_vectors: own } = await session
    .run(
      { items: input },
      items === undefined && session.outputNames.includes('item_vectors') ? ['vector', 'item_vectors'] : ['vector'],
    )
    .catch((cause: Error) => {
      throw fail('ENCODER_UNAVAILABLE', `${path}: ${cause.message}`);
    });
  if (!(vector?.data instanceof Float32Array) || vector.data.length < 1 || vector.data.length > MAX_WIDTH)
    throw fail('ENCODER_UNAVAILABLE', `${path}: output "vector" is not f32 [1, d] with d from 1 to ${MAX_WIDTH}`);
  const width = vector.data.length;
  const vectors = items === undefined ? own?.data : floatsOf(await read(items));
  if (!(vectors instanceof Float32Array))
    throw fail(
      'ENCODER_UNAVAILABLE',
      `${path}: no output "item_vectors"; give the item vectors in a file (--encoder-items)`,
    );
  if (vectors.length !== ids.length * width)
    throw fail(
      'INPUT_COLUMNS',
      `${items ?? `${path}, output "item_vectors"`}: ${vectors.length} numbers, not ${ids.length} ids x ${width}`,
    );
  return { model, length, width, ids, vectors };
}

/** The settings with the digest of the files that they name. @throws INPUT_MISSING */
export async function withDigest(files: Files): Promise<Files> {
  const hash = createHash('sha256');
  for (const path of [files.model, files.ids, files.items]) {
    if (path === undefined) continue;
    hash.update(
      createHash('sha256')
        .update(await read(path))
        .digest(),
    );
  }
  return { ...files, digest: hash.digest('hex') };
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw fail('INPUT_MISSING', path);
  }
}

function linesOf(bytes: Uint8Array, path: string): string[] {
  const ids = new TextDecoder()
    .decode(bytes)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  const twice = ids.find((id, i) => id === '' || ids.indexOf(id) !== i);
  if (ids.length !== new Set(ids).size || twice === '')
    throw fail('INPUT_COLUMNS', `${path}: the id "${twice ?? ''}" is empty or occurs twice`);
  return ids;
}

/** Little-endian f32. */
function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice(0, bytes.length - (bytes.length % 4)).buffer);
}

/** The second dimension of the input `items`, or LENGTH where that is open. */
function lengthOf(metadata: readonly unknown[] | undefined, path: string): number {
  const { shape } = (metadata?.[0] ?? {}) as { shape?: readonly (number | string)[] };
  if (shape && shape.length !== 2)
    throw fail('ENCODER_UNAVAILABLE', `${path}: input "items" has ${shape.length} dimensions, not 2`);
  const length = typeof shape?.[1] === 'number' && shape[1] > 0 ? shape[1] : LENGTH;
  if (length > MAX_LENGTH) throw fail('ENCODER_UNAVAILABLE', `${path}: input "items" is longer than ${MAX_LENGTH}`);
  return length;
}
