import { UndirectedGraph } from 'graphology';
import { connectedComponents } from 'graphology-components';
import type { Link, Links } from './links.ts';
import type { Kind } from './normalise.ts';

export interface Guards {
  /** An identifier seen with more than this many identifiers of one kind that names people is shared, and links nobody. */
  maxShared: number;
  /** Identifiers of one person at most. */
  maxSize: number;
}

/** Kinds of which one person has many over time, so that many of them make nothing shared. */
const MANY_TO_ONE: ReadonlySet<Kind> = new Set(['device', 'cookie', 'session']);

export interface People {
  /** The numbers of each person's identifiers, ascending; people in order of their first. */
  people: number[][];
  /** Identifiers that stand for nobody, with how many people's identifiers of one kind they were seen with; most first. */
  shared: { number: number; seenWith: number }[];
  /** Groups that were too large, and the links that were cut in them. */
  cut: { groups: number; links: number };
  /** Identifiers of the largest group before anything was cut or set aside. */
  largestBefore: number;
}

/**
 * Who is one person: the connected components of what was seen together, without what too many share (a shop's phone, a till's
 * device), and without the weakest links of what would grow too large.
 */
export function findPeople({ ids, links }: Links, { maxShared, maxSize }: Guards): People {
  const graph = new UndirectedGraph();
  for (let number = 0; number < ids.length; number++) graph.addNode(number);
  for (const { a, b } of links) graph.addEdge(a, b);
  const largestBefore = componentsOf(graph).reduce((most, { length }) => Math.max(most, length), 0);

  const seenWith = countSeenWith({ ids, links });
  const isShared = (number: number) => seenWith[number]! > maxShared;
  for (const { a, b } of links) if (isShared(a) || isShared(b)) graph.dropEdge(a, b);

  const tooLarge = componentsOf(graph).filter(({ length }) => length > maxSize);
  const groupOf = new Map(tooLarge.flatMap((members, group) => members.map((number) => [number, group])));
  const linksOf = tooLarge.map((): Link[] => []);
  for (const link of links) {
    const group = groupOf.get(link.a);
    if (group !== undefined && group === groupOf.get(link.b) && graph.hasEdge(link.a, link.b))
      linksOf[group]!.push(link);
  }
  const weak = linksOf.flatMap((group) => weakLinks(group, maxSize, seenWith));
  for (const { a, b } of weak) graph.dropEdge(a, b);

  const shared = seenWith
    .map((count, number) => ({ number, seenWith: count }))
    .filter(({ number }) => isShared(number))
    .sort((x, y) => y.seenWith - x.seenWith || x.number - y.number);
  return {
    people: componentsOf(graph).filter(([first]) => !isShared(first!)),
    shared,
    cut: { groups: tooLarge.length, links: weak.length },
    largestBefore,
  };
}

/** Components with their members ascending, in order of their first member. */
function componentsOf(graph: UndirectedGraph): number[][] {
  return connectedComponents(graph)
    .map((names) => names.map(Number).sort((a, b) => a - b))
    .sort((x, y) => x[0]! - y[0]!);
}

/** For each identifier, the most identifiers of one people's kind that it was seen with. */
function countSeenWith({ ids, links }: Links): number[] {
  const counts = ids.map((): Map<Kind, number> => new Map());
  const note = (number: number, other: number) => {
    const { kind } = ids[other]!;
    if (!MANY_TO_ONE.has(kind)) counts[number]!.set(kind, (counts[number]!.get(kind) ?? 0) + 1);
  };
  for (const { a, b } of links) {
    note(a, b);
    note(b, a);
  }
  return counts.map((byKind) => Math.max(0, ...byKind.values()));
}

/**
 * The links of a group without which no part is larger than `maxSize`: all are put back, from the one that most rows tell of to
 * the weakest, of equals first those whose ends are less shared, but for those that would join too much (Kruskal's order, 1956).
 */
function weakLinks(links: readonly Link[], maxSize: number, seenWith: readonly number[]): Link[] {
  const sharing = ({ a, b }: Link) => Math.max(seenWith[a]!, seenWith[b]!);
  const ordered = [...links].sort((x, y) => y.rows - x.rows || sharing(x) - sharing(y) || x.a - y.a || x.b - y.b);
  const parts = new Map<number, number[]>();
  const partOf = (number: number) => parts.get(number) ?? [number];
  return ordered.filter(({ a, b }) => {
    const [x, y] = [partOf(a), partOf(b)];
    if (x === y) return false;
    if (x.length + y.length > maxSize) return true;
    const joined = [...x, ...y];
    for (const number of joined) parts.set(number, joined);
    return false;
  });
}
