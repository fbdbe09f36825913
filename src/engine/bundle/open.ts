import { asVitrineError, fail } from '../../errors/fail.ts';
import type { Bundle, Section } from './bundle.ts';
import { readCatalogue } from './catalogue.ts';
import { hex } from './hex.ts';
import type { Manifest, SectionEntry, SectionName } from './manifest.ts';
import { readManifest } from './readManifest.ts';
import { decodeSection } from './section.ts';

/** Reads a file of the bundle's folder, whole. Rejects where it cannot. */
export type ReadFile = (file: string) => Promise<Uint8Array>;

/** SHA-256, as crypto.subtle.digest gives it; the host injects it because insecure pages have no crypto.subtle. */
export type Digest = (bytes: Uint8Array) => Promise<ArrayBuffer>;

const sectionsOf = new WeakMap<Bundle, Map<SectionName, Section>>();

/**
 * Opens a bundle: reads the manifest, then all first-load sections at once, and verifies each before any is used.
 * @param began called with the manifest before any section is asked for
 * @throws every BUNDLE_* code, and what `read` rejects with
 */
export async function openBundle(
  read: ReadFile,
  sha256: Digest,
  began?: (manifest: Manifest) => void,
): Promise<Bundle> {
  const manifest = readManifest(await read('manifest.json'));
  began?.(manifest);
  const entries = manifest.sections.filter((entry) => entry.load !== 'later');
  const sections = new Map<SectionName, Section>();
  for (const section of await Promise.all(entries.map((entry) => readSection(entry, read, sha256))))
    sections.set(section.name, section);
  const items = sections.get('items');
  if (!items) throw fail('BUNDLE_LAYOUT', 'section "items"');
  const catalogue = readCatalogue(items);
  if (catalogue.size !== manifest.counts.items)
    throw fail('BUNDLE_LAYOUT', `${catalogue.size} items, ${manifest.counts.items} in the manifest`);
  const bundle: Bundle = { manifest, catalogue, section: (name) => sections.get(name) };
  sectionsOf.set(bundle, sections);
  return bundle;
}

/**
 * Brings the sections that the first shelf did not need, but those `without`: ones that this host has no use for, or takes
 * by `readSectionOf` when it has. Safe to call again after a failure.
 */
export async function loadLater(
  bundle: Bundle,
  read: ReadFile,
  sha256: Digest,
  without: readonly SectionName[] = [],
): Promise<void> {
  const sections = sectionsOf.get(bundle)!;
  const missing = bundle.manifest.sections.filter(({ name }) => !sections.has(name) && !without.includes(name));
  for (const section of await Promise.all(missing.map((entry) => readSection(entry, read, sha256))))
    sections.set(section.name, section);
}

/**
 * One verified section that the bundle then does not hold, for a host that takes it over; undefined where there is none.
 * @throws every BUNDLE_* code, and what `read` rejects with
 */
export async function readSectionOf(
  bundle: Bundle,
  name: SectionName,
  read: ReadFile,
  sha256: Digest,
): Promise<Section | undefined> {
  const entry = bundle.manifest.sections.find((one) => one.name === name);
  return entry && readSection(entry, read, sha256);
}

async function readSection(entry: SectionEntry, read: ReadFile, sha256: Digest): Promise<Section> {
  let file: Uint8Array;
  try {
    file = await read(entry.file);
  } catch (thrown) {
    throw asVitrineError(thrown, 'BUNDLE_MISSING', entry.file);
  }
  const section = decodeSection(entry, file);
  if (hex(new Uint8Array(await sha256(file))) !== entry.sha256) throw fail('BUNDLE_HASH', entry.file);
  return section;
}
