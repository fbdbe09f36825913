import type { ErrorCode } from './codes.ts';

/**
 * The exit code of the CLI for each error, after sysexits.h: 64 usage, 65 data, 66 no input, 69 unavailable, 70 internal, 73 cannot
 * create, 74 I/O, 75 try again; 130 is the shell's for Ctrl-C. Apart from the texts, since no page needs them.
 */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  USAGE: 64,
  CONFIG_INVALID: 64,
  INPUT_MISSING: 66,
  INPUT_EMPTY: 65,
  INPUT_TRUNCATED: 65,
  INPUT_ENCODING: 65,
  INPUT_COLUMNS: 65,
  INPUT_REJECTED: 65,
  TOO_LITTLE_DATA: 65,
  CATALOGUE_UNRELATED: 65,
  OUTPUT_EXISTS: 73,
  OUTPUT_FAILED: 74,
  MISSING_PACKAGE: 69,
  WORKER_FAILED: 70,
  WORKER_DEADLINE: 75,
  INTERRUPTED: 130,
  BUNDLE_MISSING: 66,
  BUNDLE_MANIFEST: 65,
  BUNDLE_TOO_NEW: 65,
  BUNDLE_MAGIC: 65,
  BUNDLE_LENGTH: 65,
  BUNDLE_HASH: 65,
  BUNDLE_LAYOUT: 65,
  NETWORK: 74,
  ITEM_UNKNOWN: 65,
  REQUEST_INVALID: 64,
  STORAGE_FAILED: 74,
  PROFILE_INVALID: 65,
  PROFILE_TOO_NEW: 65,
  INDEX_UNAVAILABLE: 69,
  INTERNAL: 70,
  CATALOGUE_TOO_WIDE: 65,
  LIST_MISSING: 66,
  LIST_DAMAGED: 65,
  LIST_LATE: 75,
  LIST_RANGE: 69,
};
