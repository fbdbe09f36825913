import { fail } from '../../errors/failAny.ts';

/** What a format wants of a header: our name -> the names it goes by in files (compared without case), first match wins. */
export type ColumnSpec = Record<string, { names: readonly string[]; optional?: true }>;

export interface Header {
  delimiter: string;
  columns: string[];
}

const DELIMITERS = [',', '\t', ';', '|'];

/** Reads a header line; the delimiter is the one that cuts it into most columns. */
export function parseHeader(line: string): Header {
  let best: Header = { delimiter: ',', columns: [] };
  for (const delimiter of DELIMITERS) {
    const columns = splitFields(line, delimiter).map((name) => name.trim());
    if (columns.length > best.columns.length) best = { delimiter, columns };
  }
  return best;
}

/**
 * Finds each wanted column's place.
 * @returns our name -> index, -1 where an optional column is absent
 * @throws INPUT_COLUMNS naming what is missing and what was found
 */
export function matchColumns(header: Header, spec: ColumnSpec, file: string): Map<string, number> {
  const found = header.columns.map((name) => name.toLowerCase());
  const places = new Map<string, number>();
  const missing: string[] = [];
  for (const [wanted, { names, optional }] of Object.entries(spec)) {
    const place = names.map((name) => found.indexOf(name.toLowerCase())).find((index) => index >= 0) ?? -1;
    if (place < 0 && !optional) missing.push(names[0] ?? wanted);
    places.set(wanted, place);
  }
  if (missing.length > 0) {
    const shown = header.columns.slice(0, 30).map((name) => (name.length > 40 ? `${name.slice(0, 40)}...` : name));
    const hint = /^\s*[{[]/.test(header.columns[0] ?? '') ? '; this looks like JSON' : '';
    throw fail('INPUT_COLUMNS', `${file} lacks ${missing.join(', ')}; found ${shown.join(', ')}${hint}`, {
      missing,
      found: shown,
    });
  }
  return places;
}

/** The fields of one RFC 4180 record. */
export function splitFields(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (quoted) {
      if (char !== '"') field += char;
      else if (line[at + 1] === '"') field += line[++at];
      else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === delimiter) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  fields.push(field);
  return fields;
}
