import type { ErrorCode } from '../errors/codes.ts';
import { type ErrorJson, VitrineError } from '../errors/error.ts';

/** The error that came over the boundary, with its class and code again. */
export function revive({ code, message, where, details }: ErrorJson): VitrineError {
  return new VitrineError(code, message, where, details);
}

/**
 * An error of the worker's life. The texts stand here because the table of all codes would be a third of the script tag.
 */
export function workerError(
  code: Extract<ErrorCode, 'WORKER_FAILED' | 'WORKER_DEADLINE'>,
  where: string,
): VitrineError {
  return new VitrineError(
    code,
    code === 'WORKER_FAILED'
      ? `The worker did not start: ${where}. Check its URL and worker-src.`
      : `No answer in time: ${where}.`,
    where,
  );
}
