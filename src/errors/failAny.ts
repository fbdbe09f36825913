import { ERRORS } from './codes.ts';
import { createFail } from './createFail.ts';

/** Errors of every code: for what no shopper downloads. */
export const { fail, asVitrineError } = createFail(ERRORS);
