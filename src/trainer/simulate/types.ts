/** Hidden styles of the shop's designs; each has its own surface pattern in the pictures. */
export const STYLES = ['nordic', 'rustic', 'botanical', 'playful', 'classic', 'graphic'] as const;

/** Families that tones fall into; a shopper's taste in colour is over these. */
export const FAMILIES = ['neutral', 'green', 'blue', 'earth', 'pink', 'bright'] as const;
export type Family = (typeof FAMILIES)[number];

/** A colour, scent or motif that an item comes in. */
export interface Tone {
  name: string;
  /** "#rrggbb" */
  hex: string;
  family: Family;
}

/** A kind of product: one leaf of the shop's category tree. */
export interface Kind {
  /** Three letters, unique; item ids begin with it. */
  code: string;
  name: string;
  /** What one piece is called; the place in this list is the form the picture draws. */
  nouns: readonly string[];
  materials: readonly string[];
  tones: readonly Tone[];
  /** Lowest and highest price, EUR. */
  price: readonly [number, number];
  /** Codes of kinds bought with or after this one, strongest first. */
  goesWith: readonly string[];
  /** Sentences of the description; {noun}, {material} and {tone} are filled in. */
  about: readonly string[];
  /** Consumables: days until it is used up. */
  renewDays?: number;
  /** How apt as a present, 0 to 1. Default 0.2. */
  gift?: number;
  /** Day of the year of most demand, and how far demand swings around 1 (0 to 1). */
  season?: readonly [peak: number, swing: number];
  /** Quantities in which it is bought. Default 1. */
  quantities?: readonly number[];
}

export interface Department {
  name: string;
  kinds: readonly Kind[];
}

/** One item of the simulated shop with the hidden traits that drive demand. */
export interface Item {
  id: string;
  groupId: string;
  title: string;
  description: string;
  brand: string;
  /** Index into KINDS. */
  kind: number;
  /** Index into the kind's nouns. */
  form: number;
  tone: Tone;
  /** Second colour of the picture, "#rrggbb". */
  accent: string;
  /** Index into STYLES. */
  style: number;
  /** Index into FAMILIES. */
  family: number;
  /** Where its price stands within its kind, 0 cheapest to 1 dearest. */
  tier: number;
  /** Regular price, EUR cents. */
  priceCents: number;
  /** Price now, EUR cents, where it is on sale. */
  saleCents?: number;
  /** Appeal to everyone, mean 0, standard deviation about 1. */
  appeal: number;
  /** Day it entered the catalogue, 0 = first day of the log; before it: negative. */
  createdDay: number;
  /** First day it can no longer be bought; Infinity for most. */
  soldOutDay: number;
}

/** What somebody likes, apart from what they need. */
export interface Taste {
  /** Liking of each style, 0 to 1. */
  styles: Float64Array;
  /** Liking of each colour family, 0 to 1. */
  families: Float64Array;
  /** The price tier they feel at home in, 0 to 1. */
  budget: number;
}

export interface Shopper {
  /** GA4 user_pseudo_id. */
  id: string;
  /** Index into ARCHETYPES. */
  archetype: number;
  taste: Taste;
  /** How much they care for each kind; sums to 1. */
  kinds: Float64Array;
  /** Mean sessions a day. */
  activity: number;
  /** Day of the first possible visit. */
  joinDay: number;
  /** 0 mobile, 1 desktop, 2 tablet: sets the length of lists and of sessions. */
  device: number;
  /** Item numbers waiting in the cart -> quantity. */
  cart: Map<number, number>;
  /** Item numbers viewed, newest last, bounded. */
  seen: number[];
  /** Item number -> day of the last purchase. */
  bought: Map<number, number>;
}

export interface SimulateOptions {
  /** Folder to write. */
  out: string;
  items?: number;
  shoppers?: number;
  days?: number;
  seed?: number;
}

export interface SimulateSummary {
  out: string;
  seed: number;
  items: number;
  shoppers: number;
  days: number;
  /** Rows of events.jsonl by event name. */
  events: Record<string, number>;
  sessions: number;
  /** Bytes of events.jsonl. */
  eventBytes: number;
}
