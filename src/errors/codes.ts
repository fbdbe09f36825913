import { LIST_ERRORS, PACKING_ERRORS, SERVING_ERRORS } from './servingCodes.ts';

/**
 * The one table of everything that can go wrong: code -> what happened, what to do, and the CLI's exit code.
 * Codes are stable: they cross the worker boundary, the HTTP API and the CLI's `--json` unchanged.
 * Exit codes follow sysexits.h: 64 usage, 65 data, 66 no input, 69 unavailable, 70 internal, 73 cannot
 * create, 74 I/O, 75 try again; 130 is the shell's for Ctrl-C.
 */
export const ERRORS = {
  USAGE: { what: 'The command was not understood', todo: 'see --help', exit: 64 },
  CONFIG_INVALID: { what: 'The configuration is not valid', todo: 'correct the named key', exit: 64 },
  INPUT_MISSING: { what: 'The input file does not exist or cannot be read', todo: 'check the path', exit: 66 },
  INPUT_EMPTY: { what: 'The input holds no rows', todo: 'check that the export succeeded', exit: 65 },
  INPUT_TRUNCATED: { what: 'The input ends too early', todo: 'copy or export the file again', exit: 65 },
  INPUT_ENCODING: {
    what: 'The input is not UTF-8 text',
    todo: 'convert it, for example with iconv -t utf-8',
    exit: 65,
  },
  INPUT_COLUMNS: {
    what: 'The input lacks columns that this format needs',
    todo: 'check --format, or rename the columns',
    exit: 65,
  },
  INPUT_REJECTED: {
    what: 'Too many lines could not be read',
    todo: 'correct the named lines, or raise --max-bad',
    exit: 65,
  },
  TOO_LITTLE_DATA: { what: 'There is too little data for this', todo: 'use a longer log', exit: 65 },
  CATALOGUE_UNRELATED: {
    what: 'The catalogue has nothing of the log in stock',
    todo: 'check that both use the same ids, and its availability',
    exit: 65,
  },
  OUTPUT_EXISTS: {
    what: 'The output folder exists and is not a bundle',
    todo: 'name another folder, or empty it',
    exit: 73,
  },
  OUTPUT_FAILED: { what: 'The output could not be written', todo: 'check free space and permissions', exit: 74 },
  MISSING_PACKAGE: {
    what: 'A package that the trainer needs is not installed',
    todo: 'install the named package',
    exit: 69,
  },
  WORKER_FAILED: { what: 'The worker did not start', todo: 'check the worker URL and worker-src', exit: 70 },
  WORKER_DEADLINE: { what: 'The worker did not answer in time', todo: 'it is restarted; call again', exit: 75 },
  INTERRUPTED: { what: 'The run was interrupted', todo: 'run it again: nothing was changed', exit: 130 },
  ...SERVING_ERRORS,
  ...LIST_ERRORS,
  ...PACKING_ERRORS,
} as const;

export type ErrorCode = keyof typeof ERRORS;
