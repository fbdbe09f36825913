import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogRow } from '../trainer/tables/makeLog.ts';
import { makeShop } from '../trainer/tables/makeShop.ts';
import { run } from './program.ts';
import { createRecorder, type Recorder } from './recorder.ts';

/** Writes rows, or the small shop, as a `canonical` log, for tests. Answers with the file's path. */
export async function writeShop(dir: string, rows: readonly LogRow[] = makeShop(), name = 'log.csv'): Promise<string> {
  const file = join(dir, name);
  const lines = rows.map(([user, item, time, event]) => `${user},${item},${event ?? 'purchase'},${time / 1000}`);
  await writeFile(file, ['user_id,item_id,event,timestamp', ...lines, ''].join('\n'));
  return file;
}

/** Writes settings that keep a test short. Answers with the file's path. */
export async function writeConfig(dir: string): Promise<string> {
  const file = join(dir, 'config.json');
  await writeFile(file, JSON.stringify({ als: { dimensions: 16, alpha: 0.1, lambda: 0.003 } }));
  return file;
}

/** Runs a command line in this process and remembers what it said, for tests. */
export async function vitrine(...argv: string[]): Promise<Recorder> {
  const streams = createRecorder();
  await run(argv, streams);
  return streams;
}
