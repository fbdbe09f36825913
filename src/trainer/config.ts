import * as v from 'valibot';
import { EVENT_NAMES } from '../engine/events.ts';
import { PLACEMENTS, SOURCE_NAMES, type SourceName } from '../engine/shelf/types.ts';
import { fail } from '../errors/failAny.ts';
import { INDEX_SETTINGS } from './indexing/chooseIndex.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const notNegative = v.pipe(v.number(), v.minValue(0));

/** Sources that have a table of their own, which a bundle may do without. */
export const TABLE_SOURCES = [
  'factors',
  'transitions',
  'neighbours',
  'together',
  'content',
  'segments',
  'sessions',
] as const satisfies SourceName[];
export type TableSource = (typeof TABLE_SOURCES)[number];

/** Every setting of `train`, with its default. `--config FILE` is JSON of this shape; unknown keys are refused. */
export const TrainConfigSchema = v.strictObject({
  /** Starts every random choice. Equal input, config and seed give equal bytes. */
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 1),
  /** Weight of each event as evidence; scaled so that the log's commonest weighted event counts 1. */
  eventWeights: v.optional(v.record(v.picklist(EVENT_NAMES), v.pipe(v.number(), v.minValue(0))), {
    select_item: 0.5,
    view_item: 1,
    add_to_cart: 3,
    purchase: 5,
  }),
  /** Pause that opens a new session, minutes. */
  sessionGapMinutes: v.optional(positive, 30),
  /** Rest of a purchased item before it may return, hours. */
  justBoughtHours: v.optional(v.pipe(v.number(), v.minValue(0)), 24),
  /** `auto`: learned on the validation slice. */
  repeats: v.optional(v.picklist(['auto', 'allow', 'exclude']), 'auto'),
  /** Length of the validation slice at the log's end: at most this many days and this share of the log's span. */
  validation: v.optional(v.strictObject({ days: v.optional(positive, 30), share: v.optional(share, 0.2) }), {}),
  /** Half-life of an interaction in a shopper's profile, days; 0: none. */
  halfLifeDays: v.optional(v.pipe(v.number(), v.minValue(0)), 180),
  /** How a device reads short and long views and what speaks against an item, see docs/profile.md; absent: the engine's defaults. */
  bounceSeconds: v.optional(v.pipe(v.number(), v.minValue(0))),
  dwellSeconds: v.optional(v.pipe(v.number(), v.minValue(0))),
  negativeWeights: v.optional(
    v.strictObject({
      dismissed: v.optional(v.pipe(v.number(), v.minValue(0))),
      removed: v.optional(v.pipe(v.number(), v.minValue(0))),
      bounced: v.optional(v.pipe(v.number(), v.minValue(0))),
    }),
  ),
  /** How item vectors are searched, see docs/index-choice.md. */
  index: v.optional(
    v.strictObject({
      /** `auto`: by the number of items. */
      kind: v.optional(v.picklist(INDEX_SETTINGS), 'auto'),
      /** Inverted lists; `auto`: about 3 x sqrt(items). */
      lists: v.optional(v.union([v.literal('auto'), count]), 'auto'),
      /** recall@100 against the scan of the vectors as shipped that an index is tuned to; against float vectors it is about .01 less. */
      recall: v.optional(share, 0.98),
    }),
    {},
  ),
  /** Implicit ALS (Hu, Koren, Volinsky 2008; ridge after Rendle et al. 2022). */
  als: v.optional(
    v.strictObject({
      dimensions: v.optional(v.pipe(count, v.multipleOf(16)), 64),
      sweeps: v.optional(count, 8),
      /** Weight of every unobserved pair; `auto`: the best of a few on the validation slice. */
      alpha: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
      /** Ridge per (observed + alpha x all) entries of a row; `auto` as for alpha. */
      lambda: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
    }),
    {},
  ),
  /** Directed item-to-item transitions. */
  transitions: v.optional(
    v.strictObject({
      /** Interactions after an item that count as following it. */
      window: v.optional(count, 30),
      /** Distance decay: steps^-beta. */
      beta: v.optional(v.number(), 0.5),
      /** Weight of a pair against its order. */
      reverse: v.optional(share, 0.5),
      /** Long histories speak less: length^-lengthPower. */
      lengthPower: v.optional(v.number(), 0.25),
      /** Age at which a pair counts 1/e, as a share of the log's span. */
      tau: v.optional(positive, 1),
      /** Rows are divided by (sum + shrink)^rowPower. */
      rowPower: v.optional(v.number(), 0.6),
      shrink: v.optional(v.number(), 10),
      /** Lift for popular targets: (count + 1)^popularityPower. */
      popularityPower: v.optional(v.number(), 0.1),
      /** Entries kept per item. */
      keep: v.optional(count, 35),
      /** At serving: weight decay^lag, over the newest `last` items. */
      decay: v.optional(share, 0.65),
      last: v.optional(count, 30),
    }),
    {},
  ),
  /** Item-kNN table: cosine of the items' sets of shoppers. */
  neighbours: v.optional(
    v.strictObject({
      /** Entries kept per item. */
      keep: v.optional(count, 20),
      /** Shoppers' worth of doubt in a pair. */
      shrink: v.optional(notNegative, 5),
      /** At serving: weight decay^lag, over the newest `last` items. */
      decay: v.optional(share, 0.95),
      last: v.optional(count, 50),
    }),
    {},
  ),
  /** What is bought in one basket. */
  together: v.optional(
    v.strictObject({
      /** Entries kept per item. */
      keep: v.optional(count, 7),
      /** Baskets' worth of doubt in a share. */
      shrink: v.optional(notNegative, 10),
      /** 0: what most take with it; 1: what is taken with it most beyond chance. */
      liftPower: v.optional(notNegative, 0.3),
      /** Large baskets speak less: size^-sizePower. */
      sizePower: v.optional(notNegative, 0.5),
      /** Different shoppers that a pair needs. */
      support: v.optional(count, 3),
      /** Baskets of two items or more that purchases must give, else carts are read; no table where those are too few. */
      minBaskets: v.optional(count, 100),
      /** At serving: weight decay^lag, lag counted back in the cart, over the newest `last` items. */
      decay: v.optional(share, 0.9),
      last: v.optional(count, 20),
    }),
    {},
  ),
  /** Vectors of the catalogue's text. */
  content: v.optional(
    v.strictObject({
      dimensions: v.optional(v.pipe(count, v.multipleOf(16)), 32),
      /** Rounds of subspace iteration. */
      rounds: v.optional(count, 4),
      /** Words of the vocabulary, the most frequent ones. */
      vocabulary: v.optional(count, 20_000),
    }),
    {},
  ),
  /** Kinds of shoppers by category, and what is popular with each. */
  segments: v.optional(
    v.strictObject({
      /** Segments at most. */
      count: v.optional(count, 12),
      /** Fewest shoppers that a segment may have. */
      floor: v.optional(count, 20),
      /** Fewest of them that must have taken an item of its list. */
      itemFloor: v.optional(count, 5),
      /** Items of a list at most. */
      keep: v.optional(count, 60),
      /** 0: what most of the segment take; 1: what it takes most beyond the shop. */
      liftPower: v.optional(notNegative, 0.5),
    }),
    {},
  ),
  /** Prototype sessions. */
  sessions: v.optional(
    v.strictObject({
      /** Prototypes at most. */
      count: v.optional(count, 1000),
      /** Sessions that a prototype should stand for, on average. */
      size: v.optional(count, 30),
      /** Bytes of the table at most. */
      bytes: v.optional(count, 65_536),
      /** Different shoppers behind a prototype, and behind each of its items, at least. */
      floor: v.optional(v.pipe(count, v.minValue(2)), 5),
      /** Items of a prototype at most. */
      keep: v.optional(count, 20),
      /** At serving: weight decay^lag over the newest `last` items, by the nearest `neighbours` prototypes. */
      decay: v.optional(share, 0.8),
      last: v.optional(count, 10),
      neighbours: v.optional(count, 20),
    }),
    {},
  ),
  /** The tables that ship: those that earn their bytes on the validation slice (`auto`), or exactly these. */
  sources: v.optional(v.union([v.literal('auto'), v.array(v.picklist(TABLE_SOURCES))]), 'auto'),
  /** What each placement asks of each source; what is not named is as in the engine. */
  placements: v.optional(
    v.record(
      v.picklist(PLACEMENTS),
      v.record(
        v.picklist(SOURCE_NAMES),
        v.strictObject({
          quota: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))),
          weight: v.optional(notNegative),
        }),
      ),
    ),
  ),
});

export type TrainConfig = v.InferOutput<typeof TrainConfigSchema>;

/** The config with its defaults filled in. @throws CONFIG_INVALID naming the first wrong key */
export function parseConfig(input: unknown = {}): TrainConfig {
  // valibot takes a list for an object without keys.
  if (Array.isArray(input)) throw fail('CONFIG_INVALID', 'config: a list where an object belongs');
  const result = v.safeParse(TrainConfigSchema, input);
  if (result.success) return result.output;
  const [where, what] = explain(result.issues[0]);
  throw fail('CONFIG_INVALID', `${where || 'config'}: ${what}`);
}

/** Path and message of an issue; of a value that may be of several kinds, of the kind that it is. */
function explain(issue: v.BaseIssue<unknown>): [string, string] {
  const path = v.getDotPath(issue) ?? '';
  const deeper = issue.issues?.find((one) => v.getDotPath(one));
  if (!deeper) return [path, issue.message];
  const [rest, message] = explain(deeper);
  return [[path, rest].filter(Boolean).join('.'), message];
}
