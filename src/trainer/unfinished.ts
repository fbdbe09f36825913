import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isRunning } from './isRunning.ts';

/** Where a folder is written before it is put at `out`; an interrupted run removes it. */
export const besideOf = (out: string): string => `${resolve(out)}.tmp-${process.pid}`;

/** Removes what killed runs left beside `out`: folders whose process is gone, and this process's own. */
export async function removeAbandoned(out: string): Promise<void> {
  const target = resolve(out);
  const prefix = `${basename(target)}.tmp-`;
  for (const name of await readdir(dirname(target))) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(pid) && (pid === process.pid || !isRunning(pid)))
      await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}
