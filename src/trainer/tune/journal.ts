import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { asVitrineError } from '../../errors/failAny.ts';

/** What is kept of a trial that is over: a line of the journal. */
export interface Trial {
  number: number;
  changes: Record<string, number | string>;
  value: number;
  metrics: Record<string, number>;
  seconds: number;
  /** The settings that the recipe arrived at, in full. */
  config: Record<string, unknown>;
}

const TrialSchema = v.object({
  number: v.number(),
  changes: v.record(v.string(), v.union([v.number(), v.string()])),
  value: v.number(),
  metrics: v.record(v.string(), v.number()),
  seconds: v.number(),
  config: v.record(v.string(), v.unknown()),
});

/** The trials of one search, in a file that grows by a line a trial: after a kill, what was finished is there. */
export interface Journal {
  readonly trials: readonly Trial[];
  /** @throws OUTPUT_FAILED */
  add(trial: Trial): Promise<void>;
}

/**
 * Opens the journal in `dir` (`journal.jsonl`), with the trials that are in it. A line that was being written when the run was
 * killed is dropped, and so is what follows it.
 * @throws OUTPUT_FAILED
 */
export async function openJournal(dir: string): Promise<Journal> {
  const file = join(dir, 'journal.jsonl');
  const trials: Trial[] = [];
  try {
    await mkdir(dir, { recursive: true });
    const text = await readFile(file, 'utf8').catch(() => '');
    let kept = 0;
    for (const line of text.split(/(?<=\n)/)) {
      const trial = line.endsWith('\n') ? parse(line) : undefined;
      if (!trial || trial.number !== trials.length) break;
      trials.push(trial);
      kept += Buffer.byteLength(line);
    }
    if (kept < Buffer.byteLength(text)) await truncate(file, kept);
  } catch (thrown) {
    throw asVitrineError(thrown, 'OUTPUT_FAILED', file);
  }
  return {
    trials,
    async add(trial) {
      try {
        await appendFile(file, `${JSON.stringify(trial)}\n`);
      } catch (thrown) {
        throw asVitrineError(thrown, 'OUTPUT_FAILED', file);
      }
      trials.push(trial);
    },
  };
}

/** A search whose trials are forgotten when it ends. */
export function memoryJournal(): Journal {
  const trials: Trial[] = [];
  return {
    trials,
    add: async (trial) => {
      trials.push(trial);
    },
  };
}

function parse(line: string): Trial | undefined {
  try {
    return v.parse(TrialSchema, JSON.parse(line));
  } catch {
    return undefined;
  }
}
