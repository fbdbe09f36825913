import { fail } from '../../errors/failAny.ts';
import { type Progress, silent } from '../progress.ts';
import type { PolicyTable } from '../tables/banditLog.ts';
import { withDatabase } from './database.ts';
import { firstLine } from './firstLine.ts';
import { parseHeader } from './header.ts';
import { refuseBad } from './refuse.ts';
import { stageTable } from './stage.ts';

const COLUMNS = {
  item: { names: ['item_id', 'item'] },
  probability: { names: ['probability'] },
  position: { names: ['position'], optional: true },
} as const;

/** How far from 1 the probabilities of a position may sum. */
const SLACK = 1e-3;

/** Whether a file tells a policy's chances and not what it showed. @throws what `readBytes` and `textBlocks` throw */
export async function isPolicyTable(file: string): Promise<boolean> {
  return parseHeader(await firstLine(file)).columns.some((name) => name.toLowerCase() === 'probability');
}

/**
 * Reads the chances of a policy: a delimited file with item_id, probability, and position (from 1) where it matters. An item that it
 * does not name is never shown.
 *
 * @throws the INPUT_* codes of `readLog`, for any line that cannot be read; POLICY_INVALID where a position's do not sum to 1 or an item is named twice
 */
export function readPolicyTable(file: string, progress: Progress = silent): Promise<PolicyTable> {
  return withDatabase(async (db) => {
    const staged = await stageTable(db, file, COLUMNS, progress);
    await db.run(`CREATE TABLE told AS SELECT line, item, to_number(probability) AS chance, position,
      CASE
        WHEN item IS NULL THEN 'no item_id'
        WHEN NOT coalesce(to_number(probability) BETWEEN 0 AND 1, false)
          THEN 'probability is not from 0 to 1: ' || left(coalesce(probability, ''), 40)
        WHEN position IS NOT NULL AND coalesce(try_cast(position AS INTEGER), 0) < 1
          THEN 'position is not a whole number from 1: ' || left(position, 40)
      END AS bad FROM ${staged.relation}`);
    await staged.takeRejects();
    const { rows, bad } = staged;
    for (const [line, reason] of await db.rows('SELECT line, bad FROM told WHERE bad IS NOT NULL ORDER BY line'))
      bad.add(Number(line), String(reason));
    refuseBad({ rows, used: rows - bad.count, skipped: {}, bad: bad.count, badLines: bad.first }, file, 0);

    const told = await db.rows(
      'SELECT item, coalesce(try_cast(position AS INTEGER), 0), chance FROM told ORDER BY line',
    );
    const items = [...new Set(told.map(([item]) => String(item)))].sort();
    const positions = [...new Set(told.map(([, position]) => Number(position)))].sort((a, b) => a - b);
    const numberOf = new Map(items.map((id, number) => [id, number]));
    const chances = new Float64Array(positions.length * items.length).fill(Number.NaN);
    for (const [item, position, chance] of told) {
      const cell = positions.indexOf(Number(position)) * items.length + numberOf.get(String(item))!;
      if (!Number.isNaN(chances[cell]))
        throw fail('POLICY_INVALID', `${file} names ${item} twice${inPosition(position)}`);
      chances[cell] = Number(chance);
    }
    for (const [cell, chance] of chances.entries()) if (Number.isNaN(chance)) chances[cell] = 0;
    for (const [slot, position] of positions.entries()) {
      const own = chances.subarray(slot * items.length, (slot + 1) * items.length);
      const sum = own.reduce((total, chance) => total + chance, 0);
      if (Math.abs(sum - 1) > SLACK)
        throw fail(
          'POLICY_INVALID',
          `${file}: the probabilities${inPosition(position)} sum to ${Number(sum.toPrecision(6))}`,
        );
    }
    return { items, positions, chances };
  });
}

const inPosition = (position: unknown) => (position === 0 ? '' : ` in position ${position}`);
