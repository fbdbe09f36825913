import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Progress, silent } from '../progress.ts';
import { makeCatalogue } from './catalogue.ts';
import { writeFeed } from './feed.ts';
import { playLog } from './log.ts';
import { readOptions } from './options.ts';
import { replaceFolder } from './output.ts';
import { picture } from './pictures/picture.ts';
import { makeShoppers } from './shoppers.ts';
import { describeShop } from './truth.ts';
import type { Item, Shopper, SimulateOptions, SimulateSummary } from './types.ts';

/**
 * Simulates a shop into the folder `out`: catalogue.tsv (Google Merchant feed), events.jsonl (GA4 BigQuery export,
 * ordered by time), pictures/ID.svg and shop.json. The same options give the same bytes.
 * @throws USAGE, OUTPUT_EXISTS, OUTPUT_FAILED
 */
export async function runSimulate(options: SimulateOptions, progress: Progress = silent): Promise<SimulateSummary> {
  const { out, items: itemCount, shoppers: shopperCount, days, seed } = readOptions(options);
  return replaceFolder(out, async (dir) => {
    const items = makeCatalogue(itemCount, days, seed);
    const shoppers = makeShoppers(shopperCount, days, seed);
    await writeFile(join(dir, 'catalogue.tsv'), writeFeed(items, days));
    await drawPictures(join(dir, 'pictures'), items, progress);
    const log = await writeLog(join(dir, 'events.jsonl'), items, shoppers, days, seed, progress);
    const summary = { seed, items: items.length, shoppers: shoppers.length, days, ...log.counts };
    await writeFile(
      join(dir, 'shop.json'),
      `${JSON.stringify(describeShop(summary, log.intents, items, shoppers), null, 2)}\n`,
    );
    return { out, ...summary };
  });
}

async function drawPictures(dir: string, items: readonly Item[], progress: Progress): Promise<void> {
  await mkdir(dir);
  for (let i = 0; i < items.length; i += 100) {
    const batch = items.slice(i, i + 100);
    await Promise.all(batch.map((item) => writeFile(join(dir, `${item.id}.svg`), picture(item))));
    progress('draw pictures', i + batch.length, items.length);
  }
}

interface WrittenLog {
  counts: Pick<SimulateSummary, 'events' | 'sessions' | 'eventBytes'>;
  intents: Record<string, number>;
}

async function writeLog(
  file: string,
  items: readonly Item[],
  shoppers: readonly Shopper[],
  days: number,
  seed: number,
  progress: Progress,
): Promise<WrittenLog> {
  const events: Record<string, number> = {};
  const intents: Record<string, number> = {};
  let sessions = 0;
  let eventBytes = 0;
  let done = 0;
  const handle = await open(file, 'wx');
  try {
    for (const day of playLog(items, shoppers, days, seed)) {
      const bytes = Buffer.from(day.lines);
      await handle.writeFile(bytes);
      eventBytes += bytes.length;
      sessions += day.sessions;
      for (const [name, count] of Object.entries(day.events)) events[name] = (events[name] ?? 0) + count;
      for (const [name, count] of Object.entries(day.intents)) intents[name] = (intents[name] ?? 0) + count;
      progress('play days', ++done, days);
    }
  } finally {
    await handle.close();
  }
  return { counts: { events: sorted(events), sessions, eventBytes }, intents: sorted(intents) };
}

const sorted = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
