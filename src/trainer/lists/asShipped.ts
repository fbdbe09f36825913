import { createJsKernels } from '../../engine/kernels/js.ts';
import { assembleWorkingSet } from '../../engine/lists/assemble.ts';
import { bucketsOf, listsFor, ownItems, vectorOf } from '../../engine/lists/want.ts';
import { createEngine, type Engine } from '../../engine/recommender.ts';
import type { Parts } from './openParts.ts';

/**
 * Answers as a page does that has fetched what it wanted: from the head, the records of the shopper's own items and the
 * probed lists. `bundle` is the whole catalogue, which coverage is a share of. The working set is made for each call, in plain
 * JavaScript, whose kernels give the same bits and leave no memory behind.
 */
export function createShippedEngine(parts: Parts, bundle: Engine['bundle']): Pick<Engine, 'recommend' | 'bundle'> {
  const { lists } = parts;
  return {
    bundle,
    recommend(log, request) {
      const own = new Set(ownItems(log));
      const records = bucketsOf(lists, own).map((bucket) => parts.records[bucket]!);
      const known = assembleWorkingSet(lists, { lists: [], records, own, display: [] }).bundle;
      const scout = createEngine(
        { ...known, section: (name) => (name === 'factors' ? known.section(name) : undefined) },
        createJsKernels(),
      );
      const present = listsFor(lists, vectorOf(scout, log)).map((list) => parts.items[list]!);
      const set = assembleWorkingSet(lists, { lists: present, records, own, display: [] });
      return createEngine(set.bundle, createJsKernels()).recommend(log, request);
    },
  };
}
