/**
 * What the shop draws and the recommender does not need, in one file beside the bundle: with one request for every picture,
 * looking around would show on the network. Written by scripts/demo.ts.
 */
export interface Storefront {
  /** Item id -> SVG source. */
  pictures: Record<string, string>;
}

/** A shop opens without its storefront too: pictures are then drawn from the ids. */
export async function loadStorefront(url: string): Promise<Storefront> {
  const bare: Storefront = { pictures: {} };
  try {
    const response = await fetch(url);
    return response.ok ? { ...bare, ...((await response.json()) as Partial<Storefront>) } : bare;
  } catch {
    return bare;
  }
}

export function dataUrl(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
