import type { Catalogue } from './catalogue.ts';
import type { Manifest, SectionName } from './manifest.ts';

export type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** A verified section: named views on the file's bytes, nothing copied. */
export interface Section {
  name: SectionName;
  params: Record<string, number | string>;
  arrays: Record<string, TypedArray>;
}

/** A bundle whose first-load sections are verified and in memory; `display` arrives later. */
export interface Bundle {
  manifest: Manifest;
  catalogue: Catalogue;
  section(name: SectionName): Section | undefined;
}
