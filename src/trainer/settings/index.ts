import * as v from 'valibot';
import { INDEX_SETTINGS } from '../indexing/chooseIndex.ts';
import { count, share } from './values.ts';

/** How item vectors are searched, see docs/index-choice.md. */
export const indexSettings = v.optional(
  v.strictObject({
    /** `auto`: by the number of items. */
    kind: v.optional(v.picklist(INDEX_SETTINGS), 'auto'),
    /** Inverted lists; `auto`: about 3 x sqrt(items). */
    lists: v.optional(v.union([v.literal('auto'), count]), 'auto'),
    /** recall@100 against the scan of the vectors as shipped that an index is tuned to; against float vectors it is about .01 less. */
    recall: v.optional(share, 0.98),
  }),
  {},
);
