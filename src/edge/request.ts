import * as v from 'valibot';
import { EVENT_NAMES, type Interaction, MAX_K, MAX_TIME, type RecommendRequest } from '../engine/index.ts';
import { PLACEMENTS, SOURCE_NAMES } from '../engine/shelf/types.ts';
import { fail } from '../errors/failAny.ts';
import type { FieldError } from './problem.ts';

/** Items on a shelf where the request does not say. */
export const DEFAULT_K = 10;

/** Faults named in one answer. */
const MAX_FAULTS = 10;

const itemId = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const finite = v.pipe(v.number(), v.finite());
const itemIds = v.pipe(v.array(itemId), v.maxLength(1000));

const interaction = v.strictObject({
  itemId,
  event: v.picklist(EVENT_NAMES),
  timestamp: v.pipe(finite, v.minValue(0), v.maxValue(MAX_TIME)),
  value: v.optional(finite),
  quantity: v.optional(finite),
  price: v.optional(finite),
  sessionId: v.optional(v.string()),
  engagementMs: v.optional(v.pipe(finite, v.minValue(0))),
});

const texts = v.union(
  [v.string(), v.pipe(v.array(v.string()), v.maxLength(1000))],
  'Invalid type: Expected a text or a list of texts',
);

const source = v.strictObject({
  quota: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_K))),
  weight: v.optional(v.pipe(finite, v.minValue(0))),
});

const body = v.strictObject({
  history: v.optional(v.array(interaction), []),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_K)), DEFAULT_K),
  placement: v.optional(v.picklist(PLACEMENTS)),
  context: v.optional(itemIds),
  exclude: v.optional(itemIds),
  category: v.optional(texts),
  brand: v.optional(texts),
  price: v.optional(v.strictObject({ min: v.optional(finite), max: v.optional(finite) })),
  inStock: v.optional(v.boolean()),
  only: v.optional(itemIds),
  sources: v.optional(v.strictObject(v.entriesFromList(SOURCE_NAMES, v.optional(source)))),
  now: v.optional(finite),
  explain: v.optional(v.boolean()),
  repeats: v.optional(v.picklist(['allow', 'exclude'])),
  useRanking: v.optional(v.boolean()),
  minScore: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(1))),
  device: v.optional(v.picklist(['mobile', 'desktop', 'tablet'])),
});

/** Body of POST /recommend: the engine's request, and the shopper's interactions in any order. */
export interface RecommendBody extends RecommendRequest {
  history: Interaction[];
}

/**
 * Parses and checks the JSON text of a POST /recommend.
 * @throws REQUEST_INVALID, its details naming the fields (at most 10) by JSON pointer. An unknown field is a fault: a
 * misspelt "categroy" would otherwise answer the whole shop.
 */
export function parseBody(text: string): RecommendBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const error = fail('REQUEST_INVALID', 'the body is not JSON');
    error.cause = cause;
    throw error;
  }
  // Valibot takes an array for an object without required keys.
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fail('REQUEST_INVALID', 'the body is not a JSON object');
  const result = v.safeParse(body, value);
  if (result.success) return result.output;
  const errors: FieldError[] = result.issues.slice(0, MAX_FAULTS).map((issue) => ({
    pointer: (issue.path ?? []).map(({ key }) => `/${escaped(key)}`).join(''),
    detail: issue.message,
  }));
  const first = errors[0]!;
  throw fail('REQUEST_INVALID', `${first.pointer || 'the body'}: ${first.detail}`, { errors });
}

/** RFC 6901, section 3. */
const escaped = (key: unknown) => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
