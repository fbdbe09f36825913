import type { Bundle } from '../engine/bundle/bundle.ts';
import { encodeCatalogue } from '../engine/bundle/catalogue.ts';
import type { ModelCard, ServingConfig } from '../engine/bundle/manifest.ts';
import { openBundle } from '../engine/bundle/open.ts';
import { type PackedBundle, packBundle, type SectionContent } from '../engine/bundle/write.ts';
import { encodeDisplay } from '../engine/shelf/display.ts';
import { fail } from '../errors/failAny.ts';
import { sha256 } from './digest.ts';
import type { Tables } from './tables/tables.ts';

/** Packs fitted sections with the catalogue they number. Nothing in it depends on the clock or the machine. */
export function packTables(
  tables: Tables,
  sections: SectionContent[],
  serving: ServingConfig,
  card: ModelCard,
): Promise<PackedBundle> {
  const head = {
    window: { from: iso(tables.hasTimes ? tables.from : 0), to: iso(tables.hasTimes ? tables.to : 0) },
    ...(tables.currency === undefined ? {} : { currency: tables.currency }),
    counts: { items: tables.items, shoppers: tables.shoppers, interactions: tables.item.length },
    serving,
    card,
  };
  const items: SectionContent = { name: 'items', load: 'first', params: {}, arrays: encodeCatalogue(tables.catalogue) };
  const display: SectionContent = { name: 'display', load: 'later', params: {}, arrays: encodeDisplay(tables.display) };
  return packBundle(head, [items, ...sections, display], sha256);
}

/** Opens packed files as a device would, checks included. */
export function openPacked({ files }: PackedBundle): Promise<Bundle> {
  return openBundle(async (file) => {
    const bytes = files.get(file);
    if (!bytes) throw fail('BUNDLE_MISSING', file);
    return bytes;
  }, sha256);
}

const iso = (time: number) => new Date(time).toISOString();
