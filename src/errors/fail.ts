import { createFail } from './createFail.ts';
import { SERVING_ERRORS } from './servingCodes.ts';

/** Errors of the engine and its hosts. Training and the command line have `failAny.ts`. */
export const { fail, asVitrineError } = createFail(SERVING_ERRORS);
