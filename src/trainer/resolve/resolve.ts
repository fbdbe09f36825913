import { createHmac } from 'node:crypto';
import { fail } from '../../errors/failAny.ts';
import { type Progress, silent } from '../progress.ts';
import type { ReadReport } from '../tables/log.ts';
import { type HashedId, LinkCounter } from './links.ts';
import type { Kind } from './normalise.ts';
import { findPeople, type Guards } from './people.ts';
import { type ReadIdentifiersOptions, readIdentifiers } from './readIdentifiers.ts';

/** Shared identifiers that the report names. */
const NAMED = 20;

/** A shop's phone or a till's device meets dozens of customers; a family's phone meets a few. */
export const DEFAULT_GUARDS: Guards = { maxShared: 8, maxSize: 200 };

/** One identifier and whose it is. */
export interface MapRow extends HashedId {
  /** 32 hex digits; the same for all identifiers of one person. */
  person: string;
}

export interface Resolution {
  /** Ordered by kind, then id; identifiers that too many share are not among them. */
  map: MapRow[];
  report: ResolutionReport;
}

export interface ResolutionReport {
  files: (ReadReport & { file: string })[];
  /** Distinct identifiers, in all and of each kind. */
  before: { identifiers: number; kinds: Record<Kind, number> };
  /** People, and how many of them have one identifier, two, ... "10+". */
  after: { people: number; sizes: Record<string, number> };
  /** What was kept from merging people. */
  guards: Guards & {
    /** Identifiers that too many share: they link nobody. `named`: the first of them. */
    shared: { count: number; named: (HashedId & { seenWith: number })[] };
    /** Groups that were too large, and the links cut in them. */
    cut: { groups: number; links: number };
    /** Identifiers of the largest group without the guards, and with them. */
    largest: { before: number; after: number };
  };
}

export interface ResolveInput extends ReadIdentifiersOptions {
  files: readonly string[];
  /** Under which identifiers are hashed, see `readKey`. */
  key: Uint8Array;
  guards?: Guards;
  progress?: Progress;
}

/**
 * Whose identifiers are whose: everything that one line of the files holds belongs to one person, and so does what it is linked
 * with through others, but for the guards. The answer does not hang on the order of lines or files, and holds hashes only.
 * @throws the INPUT_* codes of `readLog`; INPUT_EMPTY where no identifier is left
 */
export async function resolveIdentities({
  files,
  key,
  guards = DEFAULT_GUARDS,
  progress = silent,
  ...options
}: ResolveInput): Promise<Resolution> {
  const counter = new LinkCounter(key);
  const reports: ResolutionReport['files'] = [];
  for (const file of files) reports.push({ file, ...(await readIdentifiers(file, options, counter, progress)) });
  const linked = counter.result();
  if (linked.ids.length === 0) throw fail('INPUT_EMPTY', `${files.join(', ')}: no identifier`);
  progress('resolve', 0, 1);
  const { people, shared, cut, largestBefore } = findPeople(linked, guards);
  const map: MapRow[] = [];
  for (const members of people) {
    const ids = members.map((number) => linked.ids[number]!);
    const person = nameOf(ids[0]!, key);
    for (const id of ids) map.push({ ...id, person });
  }
  map.sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id));
  progress('resolve', 1, 1);
  return {
    map,
    report: {
      files: reports,
      before: { identifiers: linked.ids.length, kinds: count(linked.ids.map(({ kind }) => kind)) },
      after: {
        people: people.length,
        sizes: count(people.map(({ length }) => (length < 10 ? String(length) : '10+'))),
      },
      guards: {
        ...guards,
        shared: {
          count: shared.length,
          named: shared.slice(0, NAMED).map(({ number, seenWith }) => ({ ...linked.ids[number]!, seenWith })),
        },
        cut,
        largest: { before: largestBefore, after: people.reduce((most, { length }) => Math.max(most, length), 0) },
      },
    },
  };
}

/** A person goes by the first of the hashes, hashed again: whoever sees it in a log learns no identifier's hash. */
const nameOf = ({ kind, id }: HashedId, key: Uint8Array) =>
  createHmac('sha256', key).update(`person\0${kind}\0${id}`).digest('hex').slice(0, 32);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of [...values].sort(compare)) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
