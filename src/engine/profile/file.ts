import { fail } from '../../errors/fail.ts';
import type { Interaction } from '../events.ts';
import { appendInteractions, isInteraction } from './log.ts';

/** Version of the profile file that this code writes, and the newest it reads. */
export const PROFILE_VERSION = 1;

/** Longest text read as a profile, in UTF-16 units; a full log of the longest ids, every character escaped, is shorter. */
export const MAX_PROFILE_TEXT = 2_000_000;

/** A profile as a file: JSON, so that a shopper can read what a shop knows. */
interface ProfileFile {
  format: 'vitrine-profile';
  version: number;
  /** ISO 8601. */
  exportedAt?: string;
  interactions: Interaction[];
}

/** `exportedAt`: ms since 1970; absent: the file says nothing of when it was written. */
export function writeProfileFile(log: readonly Interaction[], exportedAt?: number): string {
  const file: ProfileFile = {
    format: 'vitrine-profile',
    version: PROFILE_VERSION,
    ...(exportedAt === undefined ? {} : { exportedAt: new Date(exportedAt).toISOString() }),
    interactions: [...log],
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * The log in a profile file, in order and bounded to MAX_LOG. Refused as a whole where anything in it is not what it should
 * be: half a profile would look like a whole one.
 * @throws PROFILE_INVALID, PROFILE_TOO_NEW
 */
export function readProfileFile(text: string): Interaction[] {
  if (typeof text !== 'string') throw fail('PROFILE_INVALID', `not a text but of type ${typeof text}`);
  if (text.length > MAX_PROFILE_TEXT) throw fail('PROFILE_INVALID', `longer than ${MAX_PROFILE_TEXT} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail('PROFILE_INVALID', 'not JSON');
  }
  const { format, version, interactions } = Object(value) as Partial<ProfileFile>;
  if (format !== 'vitrine-profile') throw fail('PROFILE_INVALID', 'format');
  if (!Number.isInteger(version) || version! < 1) throw fail('PROFILE_INVALID', 'version');
  if (version! > PROFILE_VERSION)
    throw fail('PROFILE_TOO_NEW', `a file of version ${version}, this version reads ${PROFILE_VERSION}`);
  return checkLog(interactions);
}

/** Any list of interactions as a log. @throws PROFILE_INVALID naming the first that is none */
export function checkLog(interactions: unknown): Interaction[] {
  if (!Array.isArray(interactions)) throw fail('PROFILE_INVALID', 'interactions');
  const wrong = interactions.findIndex((interaction) => !isInteraction(interaction));
  if (wrong >= 0) throw fail('PROFILE_INVALID', `interactions[${wrong}]`);
  return appendInteractions([], interactions);
}
