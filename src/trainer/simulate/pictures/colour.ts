const channels = (hex: string) => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));

/** `share` of `b` in `a`, channel by channel in sRGB; both "#rrggbb". */
export function mix(a: string, b: string, share: number): string {
  const to = channels(b);
  return `#${channels(a)
    .map((from, i) =>
      Math.round(from + (to[i]! - from) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Perceived lightness of "#rrggbb", 0 to 1 (Rec. 601 luma). */
export function lightness(hex: string): number {
  const [red, green, blue] = channels(hex) as [number, number, number];
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
