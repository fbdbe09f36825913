import type { RankingRows } from '../rows.ts';

/**
 * Rows of a ranker as CSV, header first, a chunk of text a group: `group` (rows of one shelf stand together), `item`, `label` (1 taken), `weight`, and the features;
 * nothing between two commas where a value is missing. Numbers read back to the same float32.
 * @param ids by item number
 */
export function* rowsCsv(rows: RankingRows, features: readonly string[], ids: readonly string[]): Generator<string> {
  yield `${['group', 'item', 'label', 'weight', ...features].map(quoted).join(',')}\n`;
  for (let group = 0; group < rows.offsets.length - 1; group++) {
    let text = '';
    for (let row = rows.offsets[group]!; row < rows.offsets[group + 1]!; row++) {
      const values = [rows.labels[row]!, rows.weights[row]!, ...rows.columns.map((column) => column[row]!)];
      text += `${group},${quoted(ids[rows.items[row]!]!)},${values.map(short).join(',')}\n`;
    }
    yield text;
  }
}

/** Nine digits are enough for a float32. */
const short = (value: number) => (Number.isNaN(value) ? '' : String(Number(value.toPrecision(9))));

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
