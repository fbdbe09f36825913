import * as v from 'valibot';
import { EVENT_NAMES } from '../engine/events.ts';
import { PLACEMENTS, SOURCE_NAMES, type SourceName } from '../engine/shelf/types.ts';
import { fail } from '../errors/failAny.ts';
import { alsSettings } from './settings/als.ts';
import { autoencoderSettings } from './settings/autoencoder.ts';
import { bagSettings } from './settings/bag.ts';
import { contentSettings } from './settings/content.ts';
import { easeSettings } from './settings/ease.ts';
import { indexSettings } from './settings/index.ts';
import { localEaseSettings } from './settings/localEase.ts';
import { mfSettings } from './settings/mf.ts';
import { neighboursSettings } from './settings/neighbours.ts';
import { onnxSettings } from './settings/onnx.ts';
import { rankerSettings } from './settings/ranker.ts';
import { segmentsSettings } from './settings/segments.ts';
import { sessionsSettings } from './settings/sessions.ts';
import { togetherSettings } from './settings/together.ts';
import { transitionsSettings } from './settings/transitions.ts';
import { treesSettings } from './settings/trees.ts';
import { twoTowerSettings } from './settings/twoTower.ts';
import { count, notNegative, positive, share } from './settings/values.ts';
import { warpSettings } from './settings/warp.ts';

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
  index: indexSettings,
  ranker: rankerSettings,
  warp: warpSettings,
  mf: mfSettings,
  twoTower: twoTowerSettings,
  als: alsSettings,
  bag: bagSettings,
  onnx: onnxSettings,
  transitions: transitionsSettings,
  neighbours: neighboursSettings,
  localEase: localEaseSettings,
  ease: easeSettings,
  autoencoder: autoencoderSettings,
  together: togetherSettings,
  content: contentSettings,
  segments: segmentsSettings,
  sessions: sessionsSettings,
  trees: treesSettings,
  /** The family of models that fills a table that several could fill, by name; a table that is not named: the best on validation. */
  models: v.optional(v.partial(v.strictObject(v.entriesFromList(TABLE_SOURCES, v.string()))), {}),
  /** Bytes that the packed bundle may take at most; `auto`: 200 kB and 210 an item. */
  budget: v.optional(v.union([v.literal('auto'), count]), 'auto'),
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
