import { EVENT_NAMES, type Interaction } from '../events.ts';

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const eventCodes = new Map<string, number>(EVENT_NAMES.map((name, code) => [name, code]));

/**
 * Two chained 32-bit FNV-1a hashes over the parts and a log, as 16 hex digits: names an answer, so that equal questions have
 * equal names. Of the log counts what an answer may depend on; numbers count by their bits, without becoming text, because a
 * log of 500 is most of the work.
 */
export function recIdOf(parts: readonly string[], log: readonly Interaction[] = []): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  const mix = (code: number) => {
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + (low >>> 24)), 0x01000193);
  };
  const mixText = (text: string) => {
    for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
    mix(0x1f);
  };
  const mixNumber = (value: number) => {
    // 0 for -0, and one NaN for all.
    number[0] = value + 0;
    mix(halves[0]! | 0);
    mix(halves[1]! | 0);
  };
  for (const part of parts) mixText(part);
  for (const { itemId, event, timestamp, engagementMs, quantity } of log) {
    mixText(itemId);
    mix(eventCodes.get(event) ?? -1);
    mixNumber(timestamp);
    if (engagementMs === undefined && quantity === undefined) continue;
    mixNumber(engagementMs ?? Number.NaN);
    mixNumber(quantity ?? Number.NaN);
  }
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}
