import { fail } from '../../errors/fail.ts';
import {
  type BrowseRequest,
  type RecommendRequest,
  SOURCE_NAMES,
  type SourceName,
  type SourceSettings,
} from './types.ts';

/** Most items one request may ask for, and one source may propose. */
export const MAX_K = 1000;

/** Refuses what a page without types can send. @throws REQUEST_INVALID, naming the field */
export function checkRequest(request: RecommendRequest): void {
  checkObject(request);
  demand(isCount(request.k, MAX_K) && request.k > 0, `k must be a whole number from 1 to ${MAX_K}`);
  checkOptions(request);
}

/** Everything of a request but `k`. @throws REQUEST_INVALID */
export function checkOptions(request: Omit<RecommendRequest, 'k'>): void {
  checkObject(request);
  for (const field of ['context', 'exclude', 'only'] as const)
    if (request[field] !== undefined) checkIds(request[field], field);
  for (const field of ['category', 'brand'] as const)
    demand(
      request[field] === undefined || [request[field]].flat().every((text) => typeof text === 'string'),
      `${field} must be text or a list of texts`,
    );
  checkPrice(request.price);
  for (const field of ['inStock', 'explain', 'useRanking'] as const) checkChoice(request[field], field, [true, false]);
  demand(request.now === undefined || Number.isFinite(request.now), 'now must be a time in milliseconds');
  checkChoice(request.repeats, 'repeats', ['allow', 'exclude']);
  checkChoice(request.device, 'device', ['mobile', 'desktop', 'tablet']);
  const { minScore = 0 } = request;
  demand(Number.isFinite(minScore) && minScore >= 0 && minScore <= 1, 'minScore must be a number from 0 to 1');
  if (request.sources !== undefined) checkSources(request.sources);
}

/** @throws REQUEST_INVALID */
export function checkBrowse(request: BrowseRequest): void {
  checkObject(request);
  for (const field of ['category', 'query'] as const)
    demand(request[field] === undefined || typeof request[field] === 'string', `${field} must be text`);
  for (const field of ['offset', 'limit'] as const) {
    const { [field]: value = 0 } = request;
    demand(isCount(value) || value === Number.POSITIVE_INFINITY, `${field} must be a whole number from 0`);
  }
}

/** @throws REQUEST_INVALID */
export function checkIds(ids: unknown, field: string): void {
  demand(Array.isArray(ids) && ids.every((id) => typeof id === 'string'), `${field} must be a list of item ids`);
}

/** A source that this version does not know is refused: misspelt, its settings would silently count for nothing. */
function checkSources(sources: SourceSettings): void {
  demand(isObject(sources) && !Array.isArray(sources), 'sources must be an object');
  for (const [name, setting] of Object.entries(sources)) {
    const field = `sources.${name.slice(0, 40)}`;
    demand(SOURCE_NAMES.includes(name as SourceName), `${field} is none of ${SOURCE_NAMES.join(', ')}`);
    if (setting === undefined) continue;
    demand(isObject(setting), `${field} must be an object`);
    const { quota = 0, weight = 0 } = setting;
    demand(isCount(quota, MAX_K), `${field}.quota must be a whole number from 0 to ${MAX_K}`);
    demand(
      Number.isFinite(weight) && weight >= 0 && weight <= MAX_WEIGHT,
      `${field}.weight must be a number from 0 to ${MAX_WEIGHT}`,
    );
  }
}

/** Large enough to let one source decide alone, too small for a score to overflow. */
const MAX_WEIGHT = 1e6;

function checkPrice(price: RecommendRequest['price']): void {
  if (price === undefined) return;
  demand(isObject(price), 'price must be an object');
  const { min, max } = price;
  for (const [end, value] of Object.entries({ min, max }))
    demand(value === undefined || Number.isFinite(value), `price.${end} must be a number`);
  demand(min === undefined || max === undefined || min <= max, 'price.min must not be above price.max');
}

const checkObject = (request: unknown) => demand(isObject(request), 'the request must be an object');

function checkChoice(value: unknown, field: string, choices: readonly unknown[]): void {
  demand(value === undefined || choices.includes(value), `${field} must be one of ${choices.join(', ')}`);
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const isCount = (value: unknown, most = Number.POSITIVE_INFINITY) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;

function demand(isMet: boolean, otherwise: string): void {
  if (!isMet) throw fail('REQUEST_INVALID', otherwise);
}
