import { asVitrineError } from '../errors/fail.ts';
import type { Reply } from './api.ts';

/** Runs `work` and answers its value, or its error as plain JSON: an Error that crosses the boundary loses its code. */
export async function reply<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: asVitrineError(thrown).toJSON() };
  }
}
