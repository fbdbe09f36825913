/** The codes of ranking models from outside, which no shopper's worker carries: they are refused at import. */
export const RANKER_ERRORS = {
  RANKER_INVALID: {
    what: 'The ranking model cannot be read',
    todo: 'save it again with its own library; docs/rankers.md names the formats',
  },
  RANKER_UNSUPPORTED: {
    what: 'The ranking model has something that a bundle cannot hold',
    todo: 'train it without, or see docs/rankers.md for what can be imported',
  },
  RANKER_FEATURES: {
    what: "The features of the ranking model are not the engine's",
    todo: 'see vitrine features for their names, and name the inputs in their order with --features',
  },
} as const;
