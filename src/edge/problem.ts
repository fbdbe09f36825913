import type { Context } from 'hono';
import { ERRORS, type ErrorCode } from '../errors/codes.ts';
import type { VitrineError } from '../errors/error.ts';
import { fail } from '../errors/failAny.ts';
import { RETRY_AFTER_SECONDS } from './open.ts';

/** Problem details (RFC 9457, application/problem+json). `code` is one of ERRORS; `errors` names each field that is wrong. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  errors?: FieldError[];
}

export interface FieldError {
  /** JSON pointer (RFC 6901) into the request's body, for example "/history/3/event". */
  pointer: string;
  detail: string;
}

type Status = 400 | 404 | 405 | 413 | 500 | 503;

function statusOf(code: ErrorCode): Status {
  if (code === 'REQUEST_INVALID') return 400;
  if (code === 'ITEM_UNKNOWN') return 404;
  // The Worker is well, its bundle or configuration is not: monitors and load balancers know 503.
  if (code.startsWith('BUNDLE_') || code === 'NETWORK' || code === 'CONFIG_INVALID') return 503;
  return 500;
}

/** An error as its problem response. An INTERNAL error's message stays inside: it may quote what nobody has checked. */
export function problem(c: Context, error: VitrineError, status: Status = statusOf(error.code)): Response {
  const shown = error.code === 'INTERNAL' ? fail('INTERNAL') : error;
  const body: Problem = {
    type: `urn:vitrine:error:${error.code}`,
    title: ERRORS[error.code].what,
    status,
    detail: shown.message,
    code: error.code,
  };
  const errors = error.details?.errors;
  if (Array.isArray(errors)) body.errors = errors as FieldError[];
  c.header('Cache-Control', 'no-store');
  if (status === 503) c.header('Retry-After', String(RETRY_AFTER_SECONDS));
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}
