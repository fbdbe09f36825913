import type { TypedArray } from './bundle.ts';
import { hex } from './hex.ts';
import { FORMAT_VERSION, type Manifest, type SectionEntry, type SectionName } from './manifest.ts';
import type { Digest } from './open.ts';
import { encodeSection } from './section.ts';

export interface SectionContent {
  name: SectionName;
  load: 'first' | 'later';
  params: Record<string, number | string>;
  arrays: Record<string, TypedArray>;
}

/** Everything of a manifest that is not derived from the sections themselves. */
export type BundleHead = Omit<Manifest, 'magic' | 'format' | 'bundleVersion' | 'sections'>;

export interface PackedBundle {
  manifest: Manifest;
  /** File name -> content, manifest.json included. */
  files: Map<string, Uint8Array>;
}

/** Packs sections into the files of a bundle. Equal content gives equal bytes and an equal bundleVersion. */
export async function packBundle(
  head: BundleHead,
  contents: readonly SectionContent[],
  sha256: Digest,
): Promise<PackedBundle> {
  const text = new TextEncoder();
  const files = new Map<string, Uint8Array>();
  const sections: SectionEntry[] = [];
  for (const { name, load, params, arrays } of contents) {
    const { bytes, entries } = encodeSection(name, arrays);
    const hash = hex(new Uint8Array(await sha256(bytes)));
    // Readers take names in small letters alone (docs/bundle-format.md).
    const file = `${name.toLowerCase()}.${hash.slice(0, 12)}.bin`;
    files.set(file, bytes);
    sections.push({ name, file, bytes: bytes.length, sha256: hash, load, params, arrays: entries });
  }
  const identity = JSON.stringify([FORMAT_VERSION, head.serving, sections]);
  const bundleVersion = hex(new Uint8Array(await sha256(text.encode(identity)))).slice(0, 16);
  const manifest: Manifest = { magic: 'vitrine', format: FORMAT_VERSION, bundleVersion, ...head, sections };
  files.set('manifest.json', text.encode(`${JSON.stringify(manifest, null, 1)}\n`));
  return { manifest, files };
}
