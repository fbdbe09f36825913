import type { ErrorCode } from './codes.ts';

/** An error of Vitrine's own. `code` is stable; `message` is for people; `where` names the file, field or section. */
export class VitrineError extends Error {
  override readonly name = 'VitrineError';
  readonly code: ErrorCode;
  readonly where: string | undefined;
  /** Machine-readable particulars, for example rejected line numbers. Plain JSON. */
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, where?: string, details?: Record<string, unknown>) {
    super(message);
    this.code = code;
    this.where = where;
    this.details = details;
  }

  toJSON(): ErrorJson {
    return { code: this.code, message: this.message, where: this.where, details: this.details };
  }
}

/** What crosses the worker boundary, HTTP and `--json`: a structured clone would lose the class and its fields. */
export interface ErrorJson {
  code: ErrorCode;
  message: string;
  where?: string | undefined;
  details?: Record<string, unknown> | undefined;
}
