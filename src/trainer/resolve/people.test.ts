import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkCounter, type Links } from './links.ts';
import type { Kind } from './normalise.ts';
import { findPeople } from './people.ts';

const key = Buffer.from('a key of sixteen bytes');
const GUARDS = { maxShared: 3, maxSize: 6 };

type Row = string[];

function linksOf(rows: readonly Row[]): Links {
  const counter = new LinkCounter(key);
  for (const row of rows) counter.add(row.map((name) => ({ kind: kindOf(name), text: name })));
  return counter.result();
}

const kindOf = (name: string): Kind => (name.startsWith('d') ? 'device' : name.startsWith('p') ? 'phone' : 'email');

/** The people by the names in the rows. */
function namesOf(rows: readonly Row[], guards = GUARDS) {
  const links = linksOf(rows);
  const names = new Map(
    [...new Set(rows.flat())].map((name) => [linksOf([[name]]).ids[0]!.id, name] as [string, string]),
  );
  const found = findPeople(links, guards);
  const nameOf = (number: number) => names.get(links.ids[number]!.id)!;
  return {
    ...found,
    people: found.people.map((members) => members.map(nameOf).sort().join(' ')).sort(),
    shared: found.shared.map(({ number, seenWith }) => [nameOf(number), seenWith]),
  };
}

describe('findPeople', () => {
  it('joins what is linked through others, and nothing else', () => {
    const rows = [['e1', 'd1'], ['d1', 'p1'], ['e2', 'p2'], ['e3']];
    expect(namesOf(rows)).toMatchObject({ people: ['d1 e1 p1', 'e2 p2', 'e3'], shared: [], largestBefore: 3 });
  });

  it("lets a till's device link nobody, but an email many devices", () => {
    const till = Array.from({ length: 4 }, (_, i) => [`e${i}`, 'dTill']);
    const phones = Array.from({ length: 5 }, (_, i) => ['e9', `d${i}`]);
    const found = namesOf([...till, ...phones]);
    expect(found.shared).toEqual([['dTill', 4]]);
    expect(found.people).toEqual(['d0 d1 d2 d3 d4 e9', 'e0', 'e1', 'e2', 'e3']);
    expect(found.largestBefore).toBe(6);
  });

  it('keeps what just as many as allowed share', () => {
    const family = Array.from({ length: 3 }, (_, i) => [`e${i}`, 'p1']);
    expect(namesOf(family)).toMatchObject({ people: ['e0 e1 e2 p1'], shared: [] });
  });

  it('cuts what grows too large at the link that fewest rows tell of', () => {
    const left = [
      ['e1', 'd1'],
      ['e1', 'd2'],
      ['e1', 'p1'],
    ];
    const right = [
      ['e2', 'd3'],
      ['e2', 'd4'],
      ['e2', 'p2'],
    ];
    const once = [['d1', 'e2']];
    const found = namesOf([...left, ...left, ...right, ...right, ...once]);
    expect(found).toMatchObject({ people: ['d1 d2 e1 p1', 'd3 d4 e2 p2'], cut: { groups: 1, links: 1 } });
  });

  it('cuts, of links that as many rows tell of, the one of what most share', () => {
    // d0 meets three emails: its links give way to the pairs that nobody else shares.
    const rows = [
      ['e1', 'p1'],
      ['e2', 'p2'],
      ['e3', 'p3'],
      ['e1', 'd0'],
      ['e2', 'd0'],
      ['e3', 'd0'],
    ];
    const found = namesOf(rows, { maxShared: 3, maxSize: 3 });
    expect(found.people.filter((person) => /^e\d p\d/.test(person.replace('d0 ', '')))).toHaveLength(3);
    expect(found.cut).toEqual({ groups: 1, links: 2 });
  });

  const rows = fc.array(
    fc.uniqueArray(fc.constantFrom(...[0, 1, 2, 3, 4, 5, 6].flatMap((i) => [`e${i}`, `p${i}`, `d${i}`])), {
      maxLength: 3,
    }),
    { maxLength: 30 },
  );

  it('gives the same whatever the order of rows and of what is in them, and how often all are told', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (given, chance) => {
        const [...draws] = chance.take(given.length);
        const shuffled = given
          .map((row, at) => [draws[at]!, [...row].reverse()] as const)
          .sort(([a], [b]) => a - b)
          .map(([, row]) => row);
        const { people, shared, cut } = namesOf(given);
        expect(namesOf(shuffled)).toMatchObject({ people, shared, cut });
        expect(namesOf([...given, ...given])).toMatchObject({ people, shared, cut });
      }),
    );
  });

  it('keeps to its guards, gives everyone once, and joins only what was seen together', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { people, shared } = namesOf(given);
        const open = namesOf(given, { maxShared: 1000, maxSize: 1000 });
        const members = people.map((person) => person.split(' '));
        for (const person of members) {
          expect(person.length).toBeLessThanOrEqual(GUARDS.maxSize);
          expect(open.people.some((whole) => person.every((name) => whole.split(' ').includes(name)))).toBe(true);
        }
        const all = [...members.flat(), ...shared.map(([name]) => name as string)];
        expect(all.sort()).toEqual([...new Set(given.flat())].sort());
      }),
    );
  });

  it('finds the same people again in what it found', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { people } = namesOf(given);
        const again = namesOf(
          people.map((person) => person.split(' ')),
          { ...GUARDS, maxShared: 1000 },
        );
        expect(again).toMatchObject({ people, cut: { groups: 0, links: 0 } });
      }),
    );
  });
});
