import { Random } from '../../random.ts';
import type { EventLog } from '../../tables/log.ts';
import { filterLog } from '../../tables/split.ts';
import { caseOf, type EvaluationCase, interactionOf, rangesOf, weighedEvents } from '../cases.ts';
import type { Split } from './protocol.ts';

/** Shoppers with fewer distinct items are never asked for: they train. */
const FEWEST_ITEMS = 5;
/** Share of an asked shopper's items that the device is told. */
const KNOWN_SHARE = 0.8;
/** Items of the list that is judged, as published: a fifth of all that somebody likes is more than ten. */
const LISTED = 100;

export interface FoldInOptions {
  /** Share of the shoppers with enough items who are held out, above 0 and below 1. */
  share: number;
  seed: number;
  /** Names the draw: validation and test of one seed hold out different shoppers. */
  stream: string;
  eventWeights: Record<string, number>;
  /** Cases asked for in all: where shoppers are fewer, each is asked several times, of other items. Default: each once. */
  enough?: number;
}

/** Times that one shopper is asked at most: what further draws say is nearly what the others said. */
const MOST_DRAWS = 4;

/** Fewer shoppers than these are too few to learn from, however often they are asked. */
const FEW_SHOPPERS = 20;

/**
 * Strong generalisation (Marlin 2004; Liang et al. 2018): shoppers drawn at random are unknown to the models; of each, 80 % of the distinct
 * items, drawn at random, are told, and the rest is predicted. What is told is not listed again.
 */
export function splitShoppers(log: EventLog, { share, seed, stream, eventWeights, enough = 0 }: FoldInOptions): Split {
  const weighs = weighedEvents(eventWeights);
  const candidates = rangesOf(log).flatMap((range) => {
    const items = new Set<number>();
    for (let row = range.start; row < range.end; row++) if (weighs[log.event[row]!]) items.add(log.item[row]!);
    return items.size >= FEWEST_ITEMS ? [{ ...range, items: [...items] }] : [];
  });
  const random = new Random(seed, `fold-in ${stream}`);
  const drawn = random.shuffle(candidates).slice(0, Math.round(candidates.length * share));
  drawn.sort((a, b) => a.start - b.start);
  const isHeld = new Uint8Array(log.shoppers.length);
  for (const { start } of drawn) isHeld[log.shopper[start]!] = 1;
  const caseFor = ({ shopper, start, end, items }: (typeof drawn)[number]): EvaluationCase => {
    const told = new Set(random.shuffle(items).slice(0, Math.floor(items.length * KNOWN_SHARE)));
    const known = [];
    for (let row = start; row < end; row++)
      if (weighs[log.event[row]!] && told.has(log.item[row]!)) known.push(interactionOf(log, row));
    const taken = items.filter((item) => !told.has(item)).map((item) => log.items[item]!);
    return caseOf(shopper, known, taken);
  };
  const draws = drawn.length < FEW_SHOPPERS ? 1 : Math.max(1, Math.min(MOST_DRAWS, Math.ceil(enough / drawn.length)));
  const cases = Array.from({ length: draws }, () => drawn.map(caseFor)).flat();
  return {
    earlier: filterLog(log, (row) => isHeld[log.shopper[row]!] === 0),
    cases,
    now: Number.MAX_SAFE_INTEGER,
    repeats: 'exclude',
    cutoff: LISTED,
  };
}
