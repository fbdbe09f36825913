import { fail } from '../../errors/fail.ts';
import type { BrowseRequest, RecommendRequest } from './types.ts';

/** Most items one request may ask for. */
export const MAX_K = 1000;

/** Refuses what a page without types can send. @throws REQUEST_INVALID */
export function checkRequest(request: RecommendRequest): void {
  checkObject(request);
  if (!Number.isInteger(request.k) || request.k < 1 || request.k > MAX_K)
    throw fail('REQUEST_INVALID', `k must be a whole number from 1 to ${MAX_K}`);
  for (const field of ['context', 'exclude'] as const)
    if (request[field] !== undefined) checkIds(request[field], field);
  checkText(request.category, 'category');
  if (request.now !== undefined && !Number.isFinite(request.now))
    throw fail('REQUEST_INVALID', 'now must be a time in milliseconds');
  if (request.repeats !== undefined && request.repeats !== 'allow' && request.repeats !== 'exclude')
    throw fail('REQUEST_INVALID', 'repeats must be "allow" or "exclude"');
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

function checkObject(request: unknown): void {
  if (typeof request !== 'object' || request === null) throw fail('REQUEST_INVALID', 'the request must be an object');
}

function checkText(value: unknown, field: string): void {
  if (value !== undefined && typeof value !== 'string') throw fail('REQUEST_INVALID', `${field} must be text`);
}
