import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fail } from '../../errors/failAny.ts';

/** Makes a vector of each text, all of one length. */
export interface SentenceModel {
  /** Row-major, texts x `width`, each row at length 1. */
  embed(texts: readonly string[]): Promise<{ vectors: Float32Array; width: number }>;
}

/** The part of @huggingface/transformers that is used. */
interface Transformers {
  env: {
    localModelPath: string;
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    backends: { onnx?: { wasm?: { wasmPaths?: unknown; numThreads?: number } } };
  };
  pipeline(task: 'feature-extraction', model: string, options: object): Promise<Extract>;
}
type Extract = (
  texts: readonly string[],
  options: { pooling: 'mean'; normalize: true },
) => Promise<{ data: Float32Array; dims: number[] }>;

/**
 * A sentence-embedding model, run by @huggingface/transformers: `name` is a folder that holds it in that library's layout (config.json,
 * tokenizer.json, tokenizer_config.json, onnx/model.onnx, or model_quantized.onnx where that alone is there), or else its name on the hub that
 * the library knows, fetched once and kept by it. Vectors are the mean over a text's tokens, at length 1.
 * @throws MISSING_PACKAGE, TEXT_MODEL
 */
export async function openSentenceModel(name: string): Promise<SentenceModel> {
  const { env, pipeline } = await loadTransformers();
  // It would fetch its runtime from a CDN; the package has it. One thread sums in one order.
  const { wasm } = env.backends.onnx ?? {};
  if (wasm) Object.assign(wasm, { wasmPaths: undefined, numThreads: 1 });
  const isLocal = await isFolder(name);
  const path = resolve(name);
  const before = { ...env };
  let extract: Extract;
  try {
    // A folder is what it is: nothing of it is looked for elsewhere.
    if (isLocal)
      Object.assign(env, { localModelPath: `${dirname(path)}/`, allowLocalModels: true, allowRemoteModels: false });
    extract = await pipeline('feature-extraction', isLocal ? basename(path) : name, {
      device: 'cpu',
      dtype: isLocal && !(await isFile(join(path, 'onnx/model.onnx'))) ? 'q8' : 'fp32',
    });
  } catch (cause) {
    throw fail('TEXT_MODEL', `${name}: ${(cause as Error).message.replace(/\.+$/, '')}`);
  } finally {
    Object.assign(env, before);
  }
  return {
    async embed(texts) {
      try {
        const { data, dims } = await extract(texts, { pooling: 'mean', normalize: true });
        return { vectors: data, width: dims.at(-1)! };
      } catch (cause) {
        throw fail('TEXT_MODEL', `${name}: ${(cause as Error).message.replace(/\.+$/, '')}`);
      }
    },
  };
}

/**
 * SHA-256 of the files of a model's folder, so that what was made by a former one is not taken for its own; undefined for a name on a hub,
 * which stands for itself.
 * @throws INPUT_MISSING for a path without a folder, which no hub could have
 */
export async function digestOfModel(name: string): Promise<string | undefined> {
  if (!(await isFolder(name))) {
    if (isAbsolute(name) || /^\.\.?[/\\]/.test(name)) throw fail('INPUT_MISSING', name);
    return undefined;
  }
  const files = (await readdir(name, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file.slice(name.length));
    for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  }
  return hash.digest('hex');
}

async function loadTransformers(): Promise<Transformers> {
  try {
    return (await import('@huggingface/transformers')) as unknown as Transformers;
  } catch (cause) {
    throw fail('MISSING_PACKAGE', `@huggingface/transformers, for a text model: ${(cause as Error).message}`);
  }
}

const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
const isFile = async (path: string) => (await stat(path).catch(() => undefined))?.isFile() ?? false;
