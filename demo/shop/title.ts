/** "WHITE HANGING HEART T-LIGHT HOLDER" -> "White hanging heart t-light holder"; a title in mixed case stays as it is. */
export function calmTitle(title: string): string {
  const clean = title.replace(/\s+/g, ' ').trim();
  const letters = clean.replace(/[^\p{L}]/gu, '');
  const capitals = clean.replace(/[^\p{Lu}]/gu, '');
  if (letters.length < 4 || capitals.length < letters.length * 0.8) return clean;
  const lower = clean.toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** The first letters of the first two words, for a picture that does not exist: "White hanging heart" -> "Wh". */
export function initials(title: string): string {
  const words = title.match(/[\p{L}\p{N}]+/gu) ?? [];
  const first = words[0]?.charAt(0).toUpperCase() ?? '';
  return first + (words[1]?.charAt(0).toLowerCase() ?? '');
}
