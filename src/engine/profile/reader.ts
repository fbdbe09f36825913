import type { Catalogue } from '../bundle/catalogue.ts';
import type { Interaction } from '../events.ts';
import { type Fold, fold, startFold } from './fold.ts';
import { finishProfile, type NumberedInteraction, numberLog, type ProfileConfig, readProfile } from './readProfile.ts';
import type { Profile } from './types.ts';

/** Reads one growing log again and again. What it answers depends on its arguments alone, never on the calls before. */
export interface ProfileReader {
  /**
   * The profile of the log, oldest first, and of what comes `after` it without being part of it (what a page shows).
   * To be read only: the same log asked about again gets the same object.
   */
  read(log: readonly Interaction[], after?: readonly NumberedInteraction[]): Profile;
}

/**
 * Takes in what was appended since the last call; where anything else changed (a late event, something forgotten, the bound
 * reached, another shopper's log) it reads from the start. Compares the log with the last one by content, 6 comparisons an
 * interaction, so that a caller may pass copies or write into its own array.
 */
export function createProfileReader(catalogue: Catalogue, serving: ProfileConfig): ProfileReader {
  let read: Interaction[] = [];
  let numbers: NumberedInteraction[] = [];
  let state: Fold = startFold();
  let profile: Profile | undefined;

  function follow(log: readonly Interaction[]): void {
    if (read.length > log.length || read.some((interaction, i) => !isSame(interaction, log[i]!))) {
      read = [];
      numbers = [];
      state = startFold();
      profile = undefined;
    }
    if (read.length === log.length) return;
    profile = undefined;
    const appended = log.slice(read.length);
    for (const interaction of numberLog(appended, catalogue)) {
      numbers.push(interaction);
      fold(state, interaction, serving);
    }
    for (const { itemId, event, timestamp, engagementMs, quantity, value } of appended)
      read.push({ itemId, event, timestamp, engagementMs, quantity, value } as Interaction);
  }

  return {
    read(log, after = []) {
      follow(log);
      if (after.length > 0) return readProfile([...numbers, ...after], serving);
      profile ??= finishProfile(state, serving);
      return profile;
    },
  };
}

/** In all that a profile depends on. */
function isSame(a: Interaction, b: Interaction): boolean {
  return (
    a.timestamp === b.timestamp &&
    a.itemId === b.itemId &&
    a.event === b.event &&
    a.engagementMs === b.engagementMs &&
    a.quantity === b.quantity &&
    a.value === b.value
  );
}
