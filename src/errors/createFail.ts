import type { ErrorCode } from './codes.ts';
import { VitrineError } from './error.ts';

interface ErrorText {
  what: string;
  todo: string;
}

/**
 * What makes errors of one table. Apart from `error.ts` so that the page's first-load script carries the class without a
 * table.
 */
export function createFail<Code extends ErrorCode>(table: Record<Code | 'INTERNAL', ErrorText>) {
  /** The error for `code` with its table text: "what: where. What to do." */
  function fail(code: Code | 'INTERNAL', where?: string, details?: Record<string, unknown>): VitrineError {
    const { what, todo } = table[code];
    return new VitrineError(
      code,
      `${what}${where ? `: ${where}` : ''}. ${todo[0]!.toUpperCase()}${todo.slice(1)}.`,
      where,
      details,
    );
  }

  /** Any thrown value as a VitrineError; what is not ours becomes `code` and keeps its message. */
  function asVitrineError(thrown: unknown, code: Code | 'INTERNAL' = 'INTERNAL', where?: string): VitrineError {
    // By its name: a script that a worker imports late has a class of its own.
    if (thrown instanceof Error && thrown.name === 'VitrineError') return thrown as VitrineError;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const error = fail(code, where ? `${where}: ${message}` : message);
    error.cause = thrown;
    return error;
  }

  return { fail, asVitrineError };
}
