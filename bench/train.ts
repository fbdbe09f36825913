import { parseArgs } from 'node:util';
import { parseConfig } from '../src/trainer/config.ts';
import { readLog } from '../src/trainer/read/readLog.ts';
import { LOG_FORMATS, type LogFormat } from '../src/trainer/tables/log.ts';
import { makeLog } from '../src/trainer/tables/makeLog.ts';
import { makeShop } from '../src/trainer/tables/makeShop.ts';
import { trainBundle } from '../src/trainer/train.ts';

// Where training spends its time, stage by stage:
//   npx tsx bench/train.ts [--events FILE --format FORMAT] [--json]
// Without a file, on a generated shop of 2,000 shoppers and 120 days. A stage lasts until another one speaks.

const { values } = parseArgs({
  options: { events: { type: 'string' }, format: { type: 'string', default: 'canonical' }, json: { type: 'boolean' } },
});
const format = LOG_FORMATS.find((name) => name === values.format) as LogFormat;

const seconds = new Map<string, number>();
let stage = 'start';
let since = performance.now();
function enter(next: string): void {
  const now = performance.now();
  seconds.set(stage, (seconds.get(stage) ?? 0) + (now - since) / 1000);
  [stage, since] = [next, now];
}

const progress = (name: string) => enter(name);
const log = values.events
  ? await readLog(values.events, { format }, progress)
  : makeLog(makeShop({ shoppers: 2000, days: 120 }));
enter('tables');
const { packed } = await trainBundle({ log, config: parseConfig(), progress });
enter('end');

const sections = Object.fromEntries(packed.manifest.sections.map(({ name, bytes }) => [name, bytes]));
const result = {
  rows: log.report.rows,
  interactions: packed.manifest.counts.interactions,
  items: packed.manifest.counts.items,
  shoppers: packed.manifest.counts.shoppers,
  seconds: Object.fromEntries([...seconds].map(([name, value]) => [name, Math.round(value * 1000) / 1000])),
  sections,
  blend: packed.manifest.serving.blend,
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
};
if (values.json) console.log(JSON.stringify(result));
else {
  console.log(`${result.interactions} interactions, ${result.shoppers} shoppers, ${result.items} items`);
  for (const [name, value] of Object.entries(result.seconds))
    console.log(`${name.padEnd(16)}${value.toFixed(3).padStart(8)} s`);
  for (const [name, bytes] of Object.entries(sections))
    console.log(`${name.padEnd(16)}${String(bytes).padStart(8)} bytes`);
  console.log(`peak ${Math.round(result.peakRssBytes / 1e6)} MB`);
}
