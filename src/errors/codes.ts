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
  CATALOGUE_TOO_WIDE: {
    what: 'The catalogue is beyond what a bundle holds',
    todo: 'use fewer distinct values',
    exit: 65,
  },
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
  BUNDLE_MISSING: { what: 'There is no bundle here', todo: 'check the path or URL of manifest.json', exit: 66 },
  BUNDLE_MANIFEST: {
    what: 'The manifest is not one of a Vitrine bundle',
    todo: 'check that the URL answers with manifest.json and not a web page',
    exit: 65,
  },
  BUNDLE_TOO_NEW: {
    what: 'The bundle has a newer format than this version reads',
    todo: 'update vitrine, or train again with this version',
    exit: 65,
  },
  BUNDLE_MAGIC: {
    what: 'A section is not a Vitrine section',
    todo: 'check that the server answers with the file itself',
    exit: 65,
  },
  BUNDLE_LENGTH: { what: 'A section has the wrong length', todo: 'fetch or copy it again: it was cut short', exit: 65 },
  BUNDLE_HASH: { what: 'A section does not match its hash', todo: 'fetch or copy it again: it was changed', exit: 65 },
  BUNDLE_LAYOUT: { what: 'A section does not hold what the manifest says', todo: 'train the bundle again', exit: 65 },
  LIST_MISSING: {
    what: 'A part of the catalogue could not be fetched',
    todo: 'check that all files of the bundle are on the host; the shelf does without it',
    exit: 66,
  },
  LIST_DAMAGED: {
    what: 'A part of the catalogue is not what the bundle names',
    todo: 'deploy the whole bundle again; the shelf does without it',
    exit: 65,
  },
  LIST_LATE: {
    what: 'A part of the catalogue did not arrive in time',
    todo: 'ask again: it is there for the next shelf',
    exit: 75,
  },
  LIST_RANGE: {
    what: 'The host does not answer range requests',
    todo: 'train with --lists files, or turn range requests on',
    exit: 69,
  },
  NETWORK: { what: 'A file could not be fetched', todo: 'check the URL, the network and connect-src', exit: 74 },
  ITEM_UNKNOWN: { what: 'The bundle does not know this item', todo: 'check the id, or train again with it', exit: 65 },
  REQUEST_INVALID: { what: 'The request is not valid', todo: 'correct the named field', exit: 64 },
  WORKER_FAILED: { what: 'The worker did not start', todo: 'check the worker URL and worker-src', exit: 70 },
  WORKER_DEADLINE: { what: 'The worker did not answer in time', todo: 'it is restarted; call again', exit: 75 },
  STORAGE_FAILED: {
    what: 'The profile could not be stored',
    todo: 'it lives in memory until the page closes',
    exit: 74,
  },
  PROFILE_INVALID: {
    what: 'This is not a profile that Vitrine exported',
    todo: 'choose a file that exportProfile wrote',
    exit: 65,
  },
  PROFILE_TOO_NEW: {
    what: 'The profile was written by a newer version',
    todo: 'update vitrine; nothing was changed',
    exit: 65,
  },
  INDEX_UNAVAILABLE: {
    what: 'The search graph of the bundle could not be used',
    todo: "nothing is lost, searches scan; check that vitrine.hnsw.js lies beside the worker and that script-src has 'unsafe-eval'",
    exit: 69,
  },
  INTERRUPTED: { what: 'The run was interrupted', todo: 'run it again: nothing was changed', exit: 130 },
  INTERNAL: {
    what: 'Something went wrong inside Vitrine',
    todo: 'report it with the command and the bundle version',
    exit: 70,
  },
} as const;

export type ErrorCode = keyof typeof ERRORS;
