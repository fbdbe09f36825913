/**
 * The codes that engine and worker throw, and that a shopper's worker therefore carries the texts of. Part of the one table
 * (codes.ts), which says what an entry holds.
 */
export const SERVING_ERRORS = {
  BUNDLE_MISSING: { what: 'There is no bundle here', todo: 'check the path or URL of manifest.json' },
  BUNDLE_MANIFEST: {
    what: 'The manifest is not one of a Vitrine bundle',
    todo: 'check that the URL answers with manifest.json and not a web page',
  },
  BUNDLE_TOO_NEW: {
    what: 'The bundle has a newer format than this version reads',
    todo: 'update vitrine, or train again with this version',
  },
  BUNDLE_MAGIC: {
    what: 'A section is not a Vitrine section',
    todo: 'check that the server answers with the file itself',
  },
  BUNDLE_LENGTH: { what: 'A section has the wrong length', todo: 'fetch or copy it again: it was cut short' },
  BUNDLE_HASH: { what: 'A section does not match its hash', todo: 'fetch or copy it again: it was changed' },
  BUNDLE_LAYOUT: { what: 'A section does not hold what the manifest says', todo: 'train the bundle again' },
  NETWORK: { what: 'A file could not be fetched', todo: 'check the URL, the network and connect-src' },
  ITEM_UNKNOWN: { what: 'The bundle does not know this item', todo: 'check the id, or train again with it' },
  REQUEST_INVALID: { what: 'The request is not valid', todo: 'correct the named field' },
  STORAGE_FAILED: {
    what: 'The profile could not be stored',
    todo: 'it lives in memory until the page closes',
  },
  PROFILE_INVALID: {
    what: 'This is not a profile that Vitrine exported',
    todo: 'choose a file that exportProfile wrote',
  },
  PROFILE_TOO_NEW: {
    what: 'The profile was written by a newer version',
    todo: 'update vitrine: nothing was changed',
  },
  INDEX_UNAVAILABLE: {
    what: 'The search graph of the bundle could not be used',
    todo: 'see docs/hnsw.md for what it needs; meanwhile searches scan',
  },
  INTERNAL: {
    what: 'Something went wrong inside Vitrine',
    todo: 'report it with the bundle version',
  },
} as const;

/** The codes of packing a bundle, which no shopper's worker carries. */
export const PACKING_ERRORS = {
  CATALOGUE_TOO_WIDE: {
    what: 'The catalogue is beyond what a bundle holds',
    todo: 'use fewer distinct values',
  },
} as const;

/** The codes of models from outside that onnxruntime-web runs, which only vitrine.onnx.js carries. */
export const SEQUENCE_ERRORS = {
  ENCODER_UNAVAILABLE: {
    what: 'The sequence model of the bundle could not be run',
    todo: 'shelves go by the other sources; check the signature in docs/onnx.md, and that the runtime file lies beside vitrine.onnx.js',
  },
  RANKER_UNAVAILABLE: {
    what: 'The ranking model of the bundle could not be run',
    todo: 'shelves keep the order of the retrieval; check the signature in docs/rankers.md, and that the runtime file lies beside vitrine.onnx.js',
  },
} as const;

/** The codes of what is fetched list by list, which only vitrine.lists.js carries. */
export const LIST_ERRORS = {
  LIST_MISSING: {
    what: 'A part of the catalogue could not be fetched',
    todo: 'check that all files of the bundle are on the host; the shelf does without it',
  },
  LIST_DAMAGED: {
    what: 'A part of the catalogue is not what the bundle names',
    todo: 'deploy the whole bundle again; the shelf does without it',
  },
  LIST_LATE: {
    what: 'A part of the catalogue did not arrive in time',
    todo: 'ask again: it is there for the next shelf',
  },
  LIST_RANGE: {
    what: 'The host does not answer range requests',
    todo: 'train with --lists files, or turn range requests on',
  },
} as const;
