import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import {
  DEFAULTS,
  LIMITS,
  runSimulate,
  type SimulateOptions,
  type SimulateSummary,
} from '../trainer/simulate/index.ts';
import { besideOf } from '../trainer/unfinished.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { act, createVerb, wholeNumber } from './verb.ts';

/** `vitrine simulate`: a believable shop with its catalogue, pictures and event log. */
export const simulateCommand = (): Command =>
  createVerb('simulate', 'Simulate a shop: catalogue, drawn pictures and an event log in GA4 form')
    .requiredOption('--out <dir>', 'folder to write; a former simulation there is replaced')
    .option('--items <n>', 'items in the catalogue', wholeNumber(...LIMITS.items), DEFAULTS.items)
    .option('--shoppers <n>', 'shoppers', wholeNumber(...LIMITS.shoppers), DEFAULTS.shoppers)
    .option('--days <n>', 'days of log', wholeNumber(...LIMITS.days), DEFAULTS.days)
    .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(...LIMITS.seed), DEFAULTS.seed)
    .action(act(simulate));

async function simulate(options: SimulateOptions & OutputOptions, output: Output): Promise<void> {
  const { out, items, shoppers, days, seed } = options;
  const settled = onInterrupt(() => rmSync(besideOf(out), { recursive: true, force: true, maxRetries: 3 }));
  try {
    const summary = await runSimulate({ out, items, shoppers, days, seed }, output.progress);
    output.result(summary, describe(summary));
  } finally {
    settled();
  }
}

function describe({ out, items, shoppers, days, sessions, events, eventBytes }: SimulateSummary): string {
  const count = (value: number) => value.toLocaleString('en-GB');
  const width = Math.max(...Object.keys(events).map((name) => name.length));
  return [
    `${out}: ${count(items)} items, ${count(shoppers)} shoppers, ${count(days)} days, ${count(sessions)} sessions`,
    ...Object.entries(events).map(([name, rows]) => `  ${name.padEnd(width)}  ${count(rows).padStart(9)}`),
    `  ${(eventBytes / 1e6).toFixed(1)} MB of events`,
  ].join('\n');
}
