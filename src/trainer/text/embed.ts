import { setImmediate } from 'node:timers/promises';
import { openSentenceModel, type SentenceModel } from './sentenceModel.ts';

/** Texts that go through the model at once; alike in length, so that little of a batch is padding. */
const BATCH = 32;

/** What this process has embedded, by model and text: the trials of one training ask for the same items again and again. */
const known = new Map<string, Promise<SentenceModel> | Float32Array>();

export interface EmbedOptions {
  /** A folder or a name, as for openSentenceModel. */
  model: string;
  /** Tells one state of that folder from another. */
  digest?: string | undefined;
  progress(done: number, total: number): void;
}

/**
 * The vectors of texts by a sentence model, row-major, at length 1; an empty text is zeros. Each distinct text goes through the
 * model once a process. Deterministic: batches do not hang on what was known before beyond their padding, which the mean leaves out.
 * @throws MISSING_PACKAGE, TEXT_MODEL
 */
export async function embedTexts(
  texts: readonly string[],
  { model, digest = '', progress }: EmbedOptions,
): Promise<{ vectors: Float32Array; width: number }> {
  const key = `${model}\0${digest}`;
  const keyOf = (text: string) => `${key}\0${text}`;
  let opened = known.get(key) as Promise<SentenceModel> | undefined;
  if (!opened) {
    opened = openSentenceModel(model);
    known.set(key, opened);
    opened.catch(() => known.delete(key));
  }
  const sentences = await opened;
  const missing = [...new Set(texts)].filter((text) => text !== '' && !known.has(keyOf(text)));
  missing.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  for (let at = 0; at < missing.length; at += BATCH) {
    progress(at, missing.length);
    const batch = missing.slice(at, at + BATCH);
    const { vectors, width } = await sentences.embed(batch);
    batch.forEach((text, row) => {
      known.set(keyOf(text), vectors.slice(row * width, (row + 1) * width));
    });
    await setImmediate();
  }
  progress(missing.length, missing.length);
  const rows = texts.map((text) => (text === '' ? undefined : (known.get(keyOf(text)) as Float32Array)));
  const width = rows.find((row) => row !== undefined)?.length ?? 0;
  const vectors = new Float32Array(texts.length * width);
  rows.forEach((row, place) => {
    if (row) vectors.set(row, place * width);
  });
  return { vectors, width };
}
