import { initials } from './title.ts';

/** A picture for an item that has none: its initials on a quiet pattern, both decided by the id. SVG source, 200 x 200. */
export function placeholder(itemId: string, title: string): string {
  const hash = hashOf(itemId);
  const hue = hash % 360;
  const pattern = PATTERNS[(hash >>> 9) % PATTERNS.length]!;
  const shift = (hash >>> 13) % 40;
  const letters = initials(title).replace(/[<&]/g, '');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="hsl(${hue} 26% 88%)"/>` +
    `<g fill="hsl(${hue} 24% 80%)" stroke="hsl(${hue} 24% 80%)">${pattern(shift)}</g>` +
    `<text x="100" y="122" text-anchor="middle" font-family="Georgia,'Times New Roman',serif" font-size="64" ` +
    `fill="hsl(${hue} 30% 30%)">${letters}</text></svg>`
  );
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const PATTERNS: ((shift: number) => string)[] = [
  (shift) => `<circle cx="${60 + shift * 2}" cy="100" r="74" stroke="none"/>`,
  (shift) => `<path stroke="none" d="M0 ${110 + shift}q50-${40 + shift} 100 0t100 0V200H0z"/>`,
  (shift) =>
    [0, 1, 2, 3]
      .map((i) => `<circle cx="${shift}" cy="200" r="${50 + i * 42}" fill="none" stroke-width="14"/>`)
      .join(''),
  (shift) => `<path stroke="none" d="M${20 + shift} 200V90a${60} 60 0 0 1 120 0V200z"/>`,
  (shift) => `<path stroke="none" d="M0 0H200L0 ${140 + shift}z"/>`,
];
