import type { Country } from './countries.ts';

/** What an identifier is. `email` and `phone` have spellings of their own; of the others, only the kind's name is known. */
export type Kind = string;

export interface Spelling {
  /** Whose national phone numbers these are; absent: a number without + or 00 keeps its digits. */
  country?: Country | undefined;
  /** Whether "anna+shop@..." is "anna@...": so at most mail hosts, and not at all. */
  stripPlusTags: boolean;
}

/** What systems write where they know nothing. In lower case. */
const NOTHING = new Set([
  '',
  '-',
  '0',
  'n/a',
  'na',
  'nan',
  'nil',
  'none',
  'null',
  'undefined',
  'unknown',
  'anonymous',
  '(not set)',
  '(none)',
  // What phones give for an advertising id that its owner has turned off.
  '00000000-0000-0000-0000-000000000000',
]);

/**
 * One spelling of an identifier, `undefined` where the text stands for none, or what is wrong with it. A reason never repeats
 * the text: it goes to logs, and identifiers must not.
 */
export function normalise(kind: Kind, text: string, spelling: Spelling): string | undefined | { wrong: string } {
  const plain = text.normalize('NFC').trim();
  if (NOTHING.has(plain.toLowerCase())) return undefined;
  if (kind === 'email') return normaliseEmail(plain, spelling);
  if (kind === 'phone') return normalisePhone(plain, spelling);
  return plain;
}

function normaliseEmail(text: string, { stripPlusTags }: Spelling): string | { wrong: string } {
  const match = /^(?:mailto:)?([^\s@,;<>]+)@([^\s@,;<>]+\.[^\s@,;<>.]+)$/i.exec(text);
  if (!match) return { wrong: 'not an email address' };
  const [, local, domain] = match as unknown as [string, string, string];
  const plus = local.indexOf('+');
  const name = stripPlusTags && plus > 0 ? local.slice(0, plus) : local;
  return `${name}@${domain}`.toLowerCase();
}

/** "+" and 7 to 15 digits; national digits as they are where no country is given. */
function normalisePhone(text: string, { country }: Spelling): string | { wrong: string } {
  const spelled = text.replace(/^tel:/i, '').replace(/\(0\)/g, '');
  if (!/^\+?[\d\s().\-/\u00a0\u2010-\u2013]+$/.test(spelled)) return { wrong: 'not a phone number' };
  const digits = spelled.replace(/\D/g, '');
  const international = spelled.startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : undefined;
  if (international === undefined && !country)
    return digits.length >= 5 && digits.length <= 15
      ? digits
      : { wrong: 'a phone number of too few or too many digits' };
  const full = international ?? country!.code + withoutTrunk(digits, country!);
  return full.length >= 7 && full.length <= 15 ? `+${full}` : { wrong: 'a phone number of too few or too many digits' };
}

/** Prefixes of digits that national numbers begin with too (Russia's 8, America's 1) count only where one digit is too many. */
function withoutTrunk(digits: string, { trunk }: Country): string {
  if (!trunk || !digits.startsWith(trunk)) return digits;
  return trunk.startsWith('0') || digits.length === 11 ? digits.slice(trunk.length) : digits;
}
