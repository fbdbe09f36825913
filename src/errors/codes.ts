import { RANKER_ERRORS } from './rankerCodes.ts';
import { LIST_ERRORS, PACKING_ERRORS, SEQUENCE_ERRORS, SERVING_ERRORS } from './servingCodes.ts';

/**
 * The one table of everything that can go wrong: code -> what happened and what to do; exitCodes.ts beside it has the CLI's.
 * Codes are stable: they cross the worker boundary, the HTTP API and the CLI's `--json` unchanged.
 */
export const ERRORS = {
  USAGE: { what: 'The command was not understood', todo: 'see --help' },
  CONFIG_INVALID: { what: 'The configuration is not valid', todo: 'correct the named key' },
  INPUT_MISSING: { what: 'The input file does not exist or cannot be read', todo: 'check the path' },
  INPUT_EMPTY: { what: 'The input holds no rows', todo: 'check that the export succeeded' },
  INPUT_TRUNCATED: { what: 'The input ends too early', todo: 'copy or export the file again' },
  INPUT_ENCODING: {
    what: 'The input is not UTF-8 text',
    todo: 'convert it, for example with iconv -t utf-8',
  },
  INPUT_COLUMNS: {
    what: 'The input lacks columns that this format needs',
    todo: 'check --format, or rename the columns',
  },
  INPUT_REJECTED: {
    what: 'Too many lines could not be read',
    todo: 'correct the named lines, or raise --max-bad',
  },
  TOO_LITTLE_DATA: { what: 'There is too little data for this', todo: 'use a longer log' },
  CATALOGUE_UNRELATED: {
    what: 'The catalogue has nothing of the log in stock',
    todo: 'check that both use the same ids, and its availability',
  },
  OUTPUT_EXISTS: {
    what: 'The output folder exists and is not a bundle',
    todo: 'name another folder, or empty it',
  },
  OUTPUT_FAILED: { what: 'The output could not be written', todo: 'check free space and permissions' },
  POLICY_INVALID: {
    what: 'The policy is no distribution over items',
    todo: 'let the probabilities of each position sum to 1',
  },
  POLICY_UNRELATED: {
    what: 'The policy and the log have nothing to compare',
    todo: 'check that both name the same items and positions',
  },
  RUN_UNKNOWN: { what: 'There is no such run', todo: 'see vitrine runs list' },
  MISSING_PACKAGE: {
    what: 'A package that the trainer needs is not installed',
    todo: 'install the named package',
  },
  TEXT_MODEL: {
    what: 'The text model could not be loaded or run',
    todo: 'check the folder or the name; docs/models.md says what a folder holds',
  },
  WORKER_FAILED: { what: 'The worker did not start', todo: 'check the worker URL and worker-src' },
  WORKER_DEADLINE: { what: 'The worker did not answer in time', todo: 'it is restarted; call again' },
  INTERRUPTED: { what: 'The run was interrupted', todo: 'run it again: nothing was changed' },
  ...SERVING_ERRORS,
  ...LIST_ERRORS,
  ...SEQUENCE_ERRORS,
  ...PACKING_ERRORS,
  ...RANKER_ERRORS,
} as const;

export type ErrorCode = keyof typeof ERRORS;
