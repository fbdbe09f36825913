import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asVitrineError } from '../../errors/failAny.ts';
import { besideOf } from '../unfinished.ts';
import type { MapRow } from './resolve.ts';

/** Rows that are written at once. */
const BATCH = 10_000;

/**
 * Writes the map of identifiers as CSV (kind,id,person), or as JSON lines where the name ends in .jsonl or .ndjson: whole or not at
 * all. Kinds come from the command line and are quoted where CSV asks for it (RFC 4180).
 * @throws OUTPUT_FAILED
 */
export async function writeMap(out: string, map: readonly MapRow[]): Promise<void> {
  const isJson = /\.(jsonl|ndjson)$/i.test(out);
  const line = isJson
    ? ({ kind, id, person }: MapRow) => `${JSON.stringify({ kind, id, person })}\n`
    : ({ kind, id, person }: MapRow) => `${field(kind)},${id},${person}\n`;
  const beside = besideOf(out);
  try {
    await mkdir(dirname(beside), { recursive: true });
    const handle = await open(beside, 'w');
    try {
      if (!isJson) await handle.write('kind,id,person\n');
      for (let at = 0; at < map.length; at += BATCH)
        await handle.write(
          map
            .slice(at, at + BATCH)
            .map(line)
            .join(''),
        );
    } finally {
      await handle.close();
    }
    await rename(beside, out);
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => {});
    throw asVitrineError(thrown, 'OUTPUT_FAILED', out);
  }
}

const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
