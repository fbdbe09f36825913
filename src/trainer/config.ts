import * as v from 'valibot';
import { EVENT_NAMES } from '../engine/events.ts';
import { fail } from '../errors/fail.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

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
      keep: v.optional(count, 40),
      /** At serving: weight decay^lag, over the newest `last` items. */
      decay: v.optional(share, 0.65),
      last: v.optional(count, 30),
    }),
    {},
  ),
});

export type TrainConfig = v.InferOutput<typeof TrainConfigSchema>;

/** The config with its defaults filled in. @throws CONFIG_INVALID naming the first wrong key */
export function parseConfig(input: unknown = {}): TrainConfig {
  // valibot takes a list for an object without keys.
  if (Array.isArray(input)) throw fail('CONFIG_INVALID', 'config: a list where an object belongs');
  const result = v.safeParse(TrainConfigSchema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw fail('CONFIG_INVALID', `${v.getDotPath(issue) ?? 'config'}: ${issue.message}`);
}
