import { createFail } from './createFail.ts';
import { SEQUENCE_ERRORS, SERVING_ERRORS } from './servingCodes.ts';

/** Errors of a sequence model from outside. */
export const { fail, asVitrineError } = createFail({ ...SERVING_ERRORS, ...SEQUENCE_ERRORS });
