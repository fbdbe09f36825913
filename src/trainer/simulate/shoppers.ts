import { Random } from '../random.ts';
import { ARCHETYPES } from './archetypes.ts';
import { KINDS } from './assortment/index.ts';
import { FAMILIES, type Shopper, STYLES, type Taste } from './types.ts';

/** Share of shoppers known to the shop before the log begins. */
const KNOWN_SHARE = 0.55;
/** Mean sessions of a shopper over 90 days, before the spread. */
const MEAN_SESSIONS = 4;

/** The shop's shoppers with their hidden tastes. `days` bounds the day on which new ones arrive. */
export function makeShoppers(count: number, days: number, seed: number): Shopper[] {
  const random = new Random(seed, 'shoppers');
  return Array.from({ length: count }, (_, number) => makeShopper(random, number, days));
}

function makeShopper(random: Random, number: number, days: number): Shopper {
  const archetype = random.weighted(ARCHETYPES.map((candidate) => candidate.share));
  const joinDay = random.chance(KNOWN_SHARE) ? 0 : random.below(Math.max(1, Math.floor(days * 0.95)));
  return {
    // GA4: a random part, then the second of the first visit. The number keeps two shoppers apart.
    id: `${100000000 + random.below(900000000)}.${1756684800 + joinDay * 86400 + (number % 86400)}`,
    archetype,
    taste: makeTaste(random),
    kinds: makeNeeds(random, archetype),
    activity: (MEAN_SESSIONS / 90) * Math.exp(0.75 * random.normal() - 0.28),
    joinDay,
    device: random.weighted([0.62, 0.3, 0.08]),
    cart: new Map(),
    seen: [],
    bought: new Map(),
  };
}

/** One style and one or two colour families loved, another of each liked, the rest left alone. */
export function makeTaste(random: Random): Taste {
  const loved = (count: number, seconds: number) => {
    const liking = new Float64Array(count);
    const order = random.shuffle(Array.from({ length: count }, (_, i) => i));
    for (let i = 0; i < count; i++) {
      const level = i === 0 ? 1 : i <= seconds ? 0.55 : 0.06;
      liking[order[i]!] = Math.min(1, Math.max(0, level + 0.08 * random.normal()));
    }
    return liking;
  };
  return {
    styles: loved(STYLES.length, 1),
    families: loved(FAMILIES.length, 2),
    budget: Math.min(1, Math.max(0, 0.48 + 0.24 * random.normal())),
  };
}

/** How much this shopper cares for each kind: the archetype's pull, everyone's own spread, a little of a second archetype. */
function makeNeeds(random: Random, archetype: number): Float64Array {
  const second = random.below(ARCHETYPES.length);
  const needs = Float64Array.from(KINDS, ({ code }) => {
    const pull = 0.05 + (ARCHETYPES[archetype]!.kinds[code] ?? 0) + 0.3 * (ARCHETYPES[second]!.kinds[code] ?? 0);
    return pull * Math.exp(0.6 * random.normal());
  });
  const total = needs.reduce((sum, need) => sum + need, 0);
  return needs.map((need) => need / total);
}
