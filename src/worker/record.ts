import { type Interaction, isInteraction, mergeLogs } from '../engine/index.ts';
import { fail } from '../errors/fail.ts';

/** What is under the key `profile` of the database. */
export interface LogRecord {
  version: 2;
  interactions: readonly Interaction[];
}

const VERSION = 2;

export function writeRecord(interactions: readonly Interaction[]): LogRecord {
  return { version: VERSION, interactions };
}

/**
 * The device's log: `record`, of this version, and what a script of version 1 wrote and still may write in another tab, a bare
 * list. Each has a key of its own, since version 1 takes a record that is no list for an empty log and would write over it.
 * @throws PROFILE_TOO_NEW for a record of a later version, which is left as it is
 */
export function readRecord(record: unknown, former: unknown): Interaction[] {
  const { version, interactions } = Object(record) as Partial<LogRecord>;
  if (Number.isInteger(version) && version! > VERSION)
    throw fail('PROFILE_TOO_NEW', `the stored profile has version ${version}, this script reads ${VERSION}`);
  const kept = version === VERSION ? interactionsOf(interactions) : [];
  const added = interactionsOf(former);
  return added.length > 0 ? mergeLogs(kept, added) : kept;
}

/** Anything else in our place is another program's: one such record would break every answer. */
export function interactionsOf(value: unknown): Interaction[] {
  return Array.isArray(value) ? value.filter(isInteraction) : [];
}
