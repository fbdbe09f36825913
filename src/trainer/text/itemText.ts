import type { Tables } from '../tables/tables.ts';

/**
 * What the catalogue writes of an item, as one text for a model of sentences: title, category path from the most general level on, brand and
 * description, where there are any. Empty for an item that nothing is written of.
 */
export function itemText({ display, catalogue }: Pick<Tables, 'display' | 'catalogue'>, item: number): string {
  const levels = catalogue.category[item]!.split('>').map((level) => level.trim());
  const parts = [
    display.title[item]!,
    levels.filter((level) => level !== '').join(', '),
    catalogue.brand[item]!,
    display.description[item]!,
  ];
  return parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join('. ');
}
