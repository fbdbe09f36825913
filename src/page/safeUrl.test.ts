import { describe, expect, it } from 'vitest';
import { safeUrl } from './safeUrl.ts';

const BASE = 'https://shop.example/spring/';

describe('safeUrl', () => {
  it('lets http, https and relative URLs through, resolved', () => {
    expect(safeUrl('https://cdn.example/a.jpg', 'image', BASE)).toBe('https://cdn.example/a.jpg');
    expect(safeUrl('bowl', 'link', BASE)).toBe('https://shop.example/spring/bowl');
    expect(safeUrl('#/product/7', 'link', BASE)).toBe('https://shop.example/spring/#/product/7');
  });

  it('lets data:image be a picture and never a link', () => {
    expect(safeUrl('data:image/svg+xml,<svg/>', 'image', BASE)).toMatch(/^data:image\/svg\+xml,/);
    expect(safeUrl('data:image/svg+xml,<svg/>', 'link', BASE)).toBeUndefined();
    expect(safeUrl('data:text/html,<b>', 'image', BASE)).toBeUndefined();
  });

  it('refuses scripts, however they are spelled', () => {
    for (const url of [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'vbscript:x',
      'blob:x',
      'file:///etc',
    ])
      expect(safeUrl(url, 'link', BASE), url).toBeUndefined();
  });

  it('refuses what is absent or no URL', () => {
    expect(safeUrl(undefined, 'link', BASE)).toBeUndefined();
    expect(safeUrl('', 'image', BASE)).toBeUndefined();
    expect(safeUrl('https://', 'image', BASE)).toBeUndefined();
  });
});
