import { createFail } from './createFail.ts';
import { LIST_ERRORS, SERVING_ERRORS } from './servingCodes.ts';

/** Errors of a catalogue in lists. */
export const { fail, asVitrineError } = createFail({ ...SERVING_ERRORS, ...LIST_ERRORS });
