import { ERRORS, type ErrorCode } from './codes.ts';
import { VitrineError } from './error.ts';

/**
 * Makes the error for `code` with its table text: "what: where. What to do."
 * Apart from `error.ts` so that the page's first-load script carries the class without the table.
 */
export function fail(code: ErrorCode, where?: string, details?: Record<string, unknown>): VitrineError {
  const { what, todo } = ERRORS[code];
  return new VitrineError(
    code,
    `${what}${where ? `: ${where}` : ''}. ${todo[0]!.toUpperCase()}${todo.slice(1)}.`,
    where,
    details,
  );
}

/** Any thrown value as a VitrineError; what is not ours becomes INTERNAL and keeps its message. */
export function asVitrineError(thrown: unknown, code: ErrorCode = 'INTERNAL', where?: string): VitrineError {
  // By its name: a script that a worker imports late has a class of its own.
  if (thrown instanceof Error && thrown.name === 'VitrineError') return thrown as VitrineError;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const error = fail(code, where ? `${where}: ${message}` : message);
  error.cause = thrown;
  return error;
}
