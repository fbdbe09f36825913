/**
 * A catalogue's URL as it may stand in the page: http(s), relative, and for pictures data:image; otherwise undefined.
 * Catalogues come from feeds that others fill: `javascript:` must not become a link.
 */
export function safeUrl(
  url: string | undefined,
  kind: 'link' | 'image',
  base: string = document.baseURI,
): string | undefined {
  if (!url) return undefined;
  try {
    const { protocol, href } = new URL(url, base);
    if (protocol === 'https:' || protocol === 'http:') return href;
    return kind === 'image' && /^data:image\//i.test(href) ? href : undefined;
  } catch {
    return undefined;
  }
}
