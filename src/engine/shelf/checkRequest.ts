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
  if (!Number.isInteger(request.k) || request.k < 1 || request.k > MAX_K)
    throw fail('REQUEST_INVALID', `k must be a whole number from 1 to ${MAX_K}`);
  checkOptions(request);
}

/** Everything of a request but `k`. @throws REQUEST_INVALID */
export function checkOptions(request: Omit<RecommendRequest, 'k'>): void {
  checkObject(request);
  for (const field of ['context', 'exclude', 'only'] as const)
    if (request[field] !== undefined) checkIds(request[field], field);
  for (const field of ['category', 'brand'] as const) checkTexts(request[field], field);
  checkPrice(request.price);
  for (const field of ['inStock', 'explain'] as const)
    if (request[field] !== undefined && typeof request[field] !== 'boolean')
      throw fail('REQUEST_INVALID', `${field} must be true or false`);
  if (request.now !== undefined && !Number.isFinite(request.now))
    throw fail('REQUEST_INVALID', 'now must be a time in milliseconds');
  if (request.repeats !== undefined && request.repeats !== 'allow' && request.repeats !== 'exclude')
    throw fail('REQUEST_INVALID', 'repeats must be "allow" or "exclude"');
  if (request.sources !== undefined) checkSources(request.sources);
}

/** @throws REQUEST_INVALID */
export function checkBrowse(request: BrowseRequest): void {
  checkObject(request);
  checkText(request.category, 'category');
  checkText(request.query, 'query');
  for (const field of ['offset', 'limit'] as const) {
    const value = request[field];
    if (value !== undefined && !(value >= 0 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)))
      throw fail('REQUEST_INVALID', `${field} must be a whole number from 0`);
  }
}

/** @throws REQUEST_INVALID */
export function checkIds(ids: unknown, field: string): void {
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
    throw fail('REQUEST_INVALID', `${field} must be a list of item ids`);
}

/** A source that this version does not know is refused: misspelt, its settings would silently count for nothing. */
function checkSources(sources: SourceSettings): void {
  if (typeof sources !== 'object' || sources === null || Array.isArray(sources))
    throw fail('REQUEST_INVALID', 'sources must be an object, source name to settings');
  for (const [name, setting] of Object.entries(sources)) {
    if (!SOURCE_NAMES.includes(name as SourceName))
      throw fail('REQUEST_INVALID', `sources.${name.slice(0, 40)} is none of ${SOURCE_NAMES.join(', ')}`);
    if (setting === undefined) continue;
    if (typeof setting !== 'object' || setting === null)
      throw fail('REQUEST_INVALID', `sources.${name} must be an object`);
    const { quota, weight } = setting;
    if (quota !== undefined && !(Number.isInteger(quota) && quota >= 0 && quota <= MAX_K))
      throw fail('REQUEST_INVALID', `sources.${name}.quota must be a whole number from 0 to ${MAX_K}`);
    if (weight !== undefined && !(Number.isFinite(weight) && weight >= 0 && weight <= MAX_WEIGHT))
      throw fail('REQUEST_INVALID', `sources.${name}.weight must be a number from 0 to ${MAX_WEIGHT}`);
  }
}

/** Large enough to let one source decide alone, too small for a score to overflow. */
const MAX_WEIGHT = 1e6;

function checkPrice(price: RecommendRequest['price']): void {
  if (price === undefined) return;
  if (typeof price !== 'object' || price === null) throw fail('REQUEST_INVALID', 'price must be an object');
  for (const end of ['min', 'max'] as const)
    if (price[end] !== undefined && !Number.isFinite(price[end]))
      throw fail('REQUEST_INVALID', `price.${end} must be a number`);
  if (price.min !== undefined && price.max !== undefined && price.min > price.max)
    throw fail('REQUEST_INVALID', 'price.min must not be above price.max');
}

function checkObject(request: unknown): void {
  if (typeof request !== 'object' || request === null) throw fail('REQUEST_INVALID', 'the request must be an object');
}

function checkText(value: unknown, field: string): void {
  if (value !== undefined && typeof value !== 'string') throw fail('REQUEST_INVALID', `${field} must be text`);
}

function checkTexts(value: unknown, field: string): void {
  if (
    Array.isArray(value)
      ? !value.every((text) => typeof text === 'string')
      : value !== undefined && typeof value !== 'string'
  )
    throw fail('REQUEST_INVALID', `${field} must be text or a list of texts`);
}
