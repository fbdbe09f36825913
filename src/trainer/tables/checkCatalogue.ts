import { fail } from '../../errors/failAny.ts';
import type { CatalogueRow, EventLog } from './log.ts';

/**
 * Refuses a catalogue with which nothing that was ever touched could be recommended: other ids than the log's, or a feed
 * that says of everything that it is sold out. A bundle trained on it would empty every shelf.
 * @throws CATALOGUE_UNRELATED
 */
export function checkCatalogue(log: EventLog, catalogue: readonly CatalogueRow[]): void {
  const listed = new Map(catalogue.map((row) => [row.itemId, row]));
  const found = log.items.filter((id) => listed.has(id));
  if (found.some((id) => listed.get(id)?.inStock !== false)) return;
  throw fail(
    'CATALOGUE_UNRELATED',
    `it lists ${found.length} of the log's ${log.items.length} items; an id of the log is "${shown(log.items[0])}", one of the catalogue "${shown(catalogue[0]?.itemId)}"`,
    { listed: found.length, items: log.items.length },
  );
}

const shown = (id = '') => (id.length > 40 ? `${id.slice(0, 40)}...` : id);
