import { type Bundle, createJsKernels } from '../../engine/index.ts';
import { readListBundle } from '../../engine/lists/listBundle.ts';
import { createChunkReader, type ReadChunk } from './fetchChunk.ts';
import { createListHost, type ListHost, type ListOptions, type ListPlatform } from './listHost.ts';

// The entry of vitrine.lists.js, which a worker imports when the manifest names lists, and never otherwise. It holds its own
// copies of what it needs of the engine, but not the engine itself: that is handed in.

/** What the host gives; `read` absent: HTTP. */
export type ListAccess = Omit<ListPlatform, 'read'> & { read?: ReadChunk | undefined };

export interface OpenedLists extends ListHost {
  /** Items of the whole catalogue. */
  items: number;
}

/** How vitrine.lists.js is called, wherever it was imported from. */
export interface ListModule {
  openLists: typeof openLists;
}

/**
 * The host's side of a list bundle, or undefined for a bundle that is whole.
 * @param url absolute URL of the bundle's folder or manifest @throws BUNDLE_LAYOUT
 */
export function openLists(
  bundle: Bundle,
  url: string,
  access: ListAccess,
  options?: ListOptions,
): OpenedLists | undefined {
  // Plain: there are some thousand centroids, and no memory of WASM that might not grow.
  const lists = readListBundle(bundle, createJsKernels());
  if (!lists) return undefined;
  const { read = createChunkReader(url) } = access;
  return { ...createListHost(lists, { ...access, read }, options), items: lists.items };
}
