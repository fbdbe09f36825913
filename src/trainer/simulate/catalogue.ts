import { Random } from '../random.ts';
import { DEPARTMENT_OF, DEPARTMENTS, KINDS } from './assortment/index.ts';
import { BRANDS, type Brand } from './brands.ts';
import { COLOURS } from './palette.ts';
import { FAMILIES, type Item, type Kind, STYLES, type Tone } from './types.ts';

/** Share of designs that enter the catalogue during the log. */
const NEW_SHARE = 0.22;
/** Share of items that sell out for good in the last part of the log. */
const SOLD_OUT_SHARE = 0.06;
const SALE_SHARE = 0.12;

interface Design {
  kind: number;
  form: number;
  material: string;
  brand: Brand;
  collection: string;
  groupId: string;
  appeal: number;
  tier: number;
  createdDay: number;
}

/** The shop's items: designs by brands in collections, each in one to four tones, until there are `count`. */
export function makeCatalogue(count: number, days: number, seed: number): Item[] {
  const random = new Random(seed, 'catalogue');
  const items: Item[] = [];
  const titles = new Set<string>();
  const designs = new Array<number>(KINDS.length).fill(0);
  // One design a kind and round, kinds in a new order each round: a small shop still has some of everything.
  for (let round = 0; items.length < count; round++) {
    for (const kind of random.shuffle(KINDS.map((_, k) => k))) {
      const design = makeDesign(random, kind, ++designs[kind]!, round, days);
      for (const tone of chooseTones(random, design)) {
        if (items.length === count) return items;
        items.push(makeItem(random, design, tone, titles, days));
      }
    }
  }
  return items;
}

function makeDesign(random: Random, kind: number, number: number, round: number, days: number): Design {
  const { code, nouns, materials } = KINDS[kind]!;
  const department = DEPARTMENTS[DEPARTMENT_OF[kind]!]!.name;
  const brand = random.pick(BRANDS.filter((candidate) => candidate.departments.includes(department)));
  // The first round is on sale before the log begins: no kind is ever empty.
  const isNew = round > 0 && random.chance(NEW_SHARE);
  return {
    kind,
    form: random.below(nouns.length),
    material: random.pick(materials),
    brand,
    collection: random.pick(brand.collections),
    groupId: `${code}-${String(number).padStart(3, '0')}`,
    appeal: random.normal() * 0.7,
    tier: Math.min(1, Math.max(0, brand.tier + 0.18 * random.normal())),
    createdDay: isNew ? 1 + random.below(Math.max(1, days - 1)) : -1 - random.below(600),
  };
}

function chooseTones(random: Random, design: Design): Tone[] {
  const tones = random.shuffle(KINDS[design.kind]!.tones);
  return tones.slice(0, 1 + random.weighted([0.4, 0.3, 0.2, 0.1]));
}

function makeItem(random: Random, design: Design, tone: Tone, titles: Set<string>, days: number): Item {
  const kind = KINDS[design.kind]!;
  const style = STYLES.indexOf(design.brand.style);
  const [low, high] = kind.price;
  // Prices crowd towards the low end of a kind.
  const price = low + (high - low) * design.tier * (0.35 + 0.65 * design.tier);
  const priceCents = roundPrice(price);
  const accents = COLOURS.filter((colour) => colour.family !== tone.family && colour.name !== 'charcoal');
  const isOnSale = random.chance(SALE_SHARE);
  const saleCents = isOnSale ? roundPrice((price * (100 - 5 * (2 + random.below(5)))) / 100) : undefined;
  const soldOut = design.createdDay < days * 0.5 && random.chance(SOLD_OUT_SHARE);
  return {
    id: `${design.groupId}-${tone.name.slice(0, 12).toUpperCase().replaceAll(' ', '')}`,
    groupId: design.groupId,
    title: makeTitle(kind, design, tone, titles),
    description: describe(random, kind, design, tone),
    brand: design.brand.name,
    kind: design.kind,
    form: design.form,
    tone,
    accent: random.pick(accents).hex,
    style,
    family: FAMILIES.indexOf(tone.family),
    tier: design.tier,
    priceCents,
    ...(saleCents !== undefined && saleCents < priceCents ? { saleCents } : {}),
    appeal: design.appeal + 0.5 * random.normal(),
    createdDay: design.createdDay,
    soldOutDay: soldOut ? Math.floor(days * random.between(0.6, 1)) : Number.POSITIVE_INFINITY,
  };
}

/** "Stoneware pasta bowl, moss"; the collection joins where two designs would share a title, then a number. */
function makeTitle(kind: Kind, design: Design, tone: Tone, taken: Set<string>): string {
  const noun = kind.nouns[design.form]!;
  const plain = `${design.material} ${noun}, ${tone.name}`;
  const fuller = `${design.collection} ${design.material.toLowerCase()} ${noun}, ${tone.name}`;
  let title = taken.has(plain) ? fuller : plain;
  for (let edition = 2; taken.has(title); edition++) title = `${fuller}, no. ${edition}`;
  taken.add(title);
  return title;
}

function describe(random: Random, kind: Kind, design: Design, tone: Tone): string {
  const [first, second] = random.shuffle(kind.about);
  const sentences = random.chance(0.75) ? [first!, second!] : [first!];
  return sentences
    .join(' ')
    .replaceAll('{noun}', kind.nouns[design.form]!)
    .replaceAll('{material}', design.material)
    .replaceAll('{tone}', tone.name)
    .replace(/\b([Aa])(?= [aeiou])/g, '$1n');
}

/** Shop prices: to .50 below 20 EUR (5.90 for a whole number), to a whole number less .10 below 100, then to 5. */
function roundPrice(euros: number): number {
  if (euros < 20) {
    const half = Math.max(1, Math.round(euros * 2));
    return half % 2 === 0 ? half * 50 - 10 : half * 50;
  }
  if (euros < 100) return Math.round(euros) * 100 - 10;
  return Math.round(euros / 5) * 500;
}

/** What the item costs now, EUR cents. */
export const priceNow = (item: Item): number => item.saleCents ?? item.priceCents;
