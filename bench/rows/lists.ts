import { measureLists } from '../lists.ts';
import type { Effort, Row } from './row.ts';

const FIRST_BYTES = 1.5e6;
const EVENT_BYTES = 150e3;

/** A first visit to a catalogue in lists over static hosting: what the page fetches, and what it finds for that. */
export async function measureListRows(_: unknown, effort: Effort): Promise<Row[]> {
  const items = effort.maxItems;
  const figures = await measureLists({ items });
  const size = items === 1_000_000 ? '1M' : `${items / 1000}k`;
  const shipped = figures.variants['as shipped']!;
  const kb = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  const row = (what: string, value: number, unit: Row['unit'], more: Partial<Row> = {}): Row => ({
    group: 'lists',
    what: `lists on demand, ${size} items: ${what}`,
    runtime: 'node',
    value,
    unit,
    ...more,
  });
  const others = Object.entries(figures.variants)
    .filter(([, variant]) => variant !== shipped)
    .map(([name, { eventBytes, recallAt20 }]) => `${name}: ${kb(eventBytes.median)}, recall ${recallAt20.toFixed(3)}`);
  return [
    row('bytes before the first shelf', figures.firstBytesBrotli, 'bytes', {
      reach: FIRST_BYTES,
      note: `brotli; ${kb(figures.firstBytes)} as stored, ${figures.head} items in the head, ${figures.lists} lists`,
    }),
    row('bytes per event, median', shipped.eventBytes.median, 'bytes', {
      reach: EVENT_BYTES,
      note: `as stored, what is fetched ahead included; p90 ${kb(shipped.eventBytes.p90)}; texts of the items shown ${kb(shipped.drawBytes.median)} more; ${others.join('; ')}`,
    }),
    row('recall@20 against exact over the whole catalogue', shipped.recallAt20, 'share', { reach: 0.95 }),
    row('event to shelf, without the network', shipped.answerMs.median, 'ms', {
      note: `p90 ${shipped.answerMs.p90.toFixed(1)} ms; the worker's own list host, run in Node`,
    }),
  ];
}
