import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { fail } from '../../errors/failAny.ts';
import type { ReportSource } from '../report/content.ts';
import type { Run } from './run.ts';

const RunSchema = v.object({
  id: v.string(),
  verb: v.string(),
  startedAt: v.string(),
  seconds: v.number(),
  version: v.string(),
  data: v.array(v.object({ file: v.string(), sha256: v.string(), bytes: v.number() })),
  params: v.record(v.string(), v.unknown()),
  metrics: v.record(v.string(), v.number()),
  made: v.optional(
    v.object({ bundleVersion: v.optional(v.string()), model: v.optional(v.string()), out: v.optional(v.string()) }),
  ),
});

/** The runs below `dir`, oldest first, and the folders that are none. A folder that is not there has no runs. */
export async function readRuns(dir: string): Promise<{ runs: Run[]; broken: string[] }> {
  const runs: Run[] = [];
  const broken: string[] = [];
  const names = await readdir(dir, { withFileTypes: true }).catch(() => []);
  for (const entry of names) {
    // What is being written, or was when a run was killed.
    if (!entry.isDirectory() || entry.name.includes('.tmp-')) continue;
    const run = await readRun(join(dir, entry.name)).catch(() => undefined);
    if (run) runs.push(run);
    // A search that goes on, or will.
    else if (entry.name.startsWith('tune-')) continue;
    else broken.push(entry.name);
  }
  runs.sort((a, b) => (a.startedAt < b.startedAt || (a.startedAt === b.startedAt && a.id < b.id) ? -1 : 1));
  return { runs, broken: broken.sort() };
}

async function readRun(folder: string): Promise<Run> {
  const run: Run = v.parse(RunSchema, JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
  return run;
}

/**
 * The one run that is meant: by its id, the beginning or end of it, `last`, or `last~2` for the one two before.
 * @throws RUN_UNKNOWN where none or several are
 */
export async function findRun(dir: string, name: string): Promise<Run> {
  const { runs } = await readRuns(dir);
  const back = /^last(?:~(\d+))?$/.exec(name);
  const found = back
    ? runs.slice(-1 - Number(back[1] ?? 0)).slice(0, runs.length > Number(back[1] ?? 0) ? 1 : 0)
    : runs.filter(({ id }) => id === name || id.startsWith(name) || id.endsWith(name));
  if (found.length === 1) return found[0]!;
  const those = found.length > 1 ? `: ${found.map(({ id }) => id).join(', ')}` : `, of ${runs.length}`;
  throw fail('RUN_UNKNOWN', `${dir}: ${found.length} runs are meant by ${name}${those}`);
}

/** What a run's report was made from. @throws RUN_UNKNOWN where the run kept none */
export async function readSource(dir: string, { id }: Run): Promise<ReportSource> {
  const file = join(dir, id, 'report.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ReportSource;
  } catch {
    throw fail('RUN_UNKNOWN', `${file} is missing or damaged`);
  }
}
