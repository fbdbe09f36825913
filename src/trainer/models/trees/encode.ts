import { setImmediate } from 'node:timers/promises';
import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import { type Bins, categoryBins, drawSample, encodeCategories, numberBins } from './bins.ts';
import { CHUNK_ROWS, type TreeMemory } from './memory.ts';
import type { Team } from './team.ts';

/** Columns by their codes. */
export interface Encoded {
  bins: Bins[];
  /** Columns that may part rows, ascending: the inputs of histograms. */
  asked: number[];
}

/** Codes of all rows, by column and by row, those of validation by the bins of training. As many columns at once as there are threads. */
export async function encodeAll(
  data: RankingData,
  validation: RankingData | undefined,
  settings: TreeSettings,
  memory: TreeMemory,
  team: Team,
  seed: number,
): Promise<Encoded> {
  const { at, rows, allRows, inputs, sample, stride } = memory;
  const [values, samples] = [memory.floats('values'), memory.floats('samples')];
  const [counts, sizes] = [memory.ints('sampleCounts'), memory.ints('binCounts')];
  const thresholds = memory.floats('thresholds');
  const byColumn = memory.bytes('byColumn');
  const bins: Bins[] = [];
  for (let first = 0; first < inputs; first += team.threads) {
    const batch = data.columns.slice(first, first + team.threads);
    const drawn = batch.map((column, place) => {
      const room = samples.subarray(place * sample, (place + 1) * sample);
      const { count, isEndless } = drawSample(column, seed, room);
      counts[place] = count;
      return { found: room.subarray(0, count), isEndless };
    });
    team.run('sort', batch.length, [at.samples, sample, at.sampleCounts, at.spare, at.digits]);
    batch.forEach((column, place) => {
      const input = first + place;
      const { found, isEndless } = drawn[place]!;
      const isCategory = data.isCategory?.[input] ?? false;
      const own = isCategory ? categoryBins(found, settings.bins) : numberBins(found, settings.bins, isEndless);
      bins.push(own);
      sizes[place] = own.thresholds ? Math.max(1, own.count) : 0;
      if (own.categories) {
        const codes = byColumn.subarray(input * allRows, (input + 1) * allRows);
        encodeCategories(column, own.categories, codes);
        if (validation) encodeCategories(validation.columns[input]!, own.categories, codes.subarray(rows));
        return;
      }
      thresholds.fill(Number.POSITIVE_INFINITY, 256 * place, 256 * (place + 1));
      thresholds.set(own.thresholds!, 256 * place);
      values.set(column, place * allRows);
      if (validation) values.set(validation.columns[input]!, place * allRows + rows);
    });
    const chunks = Math.ceil(allRows / CHUNK_ROWS);
    const codes = at.byColumn + first * allRows;
    team.run('encode', batch.length * chunks, [at.values, allRows, chunks, at.thresholds, at.binCounts, codes]);
    await setImmediate();
  }
  const asked = bins.flatMap((own, input) => (tells(own, data.columns[input]!) ? [input] : []));
  memory.ints('columns').set(asked);
  const given = [allRows, asked.length, at.byColumn, at.byRow, at.columns, stride];
  team.run('turn', Math.ceil(allRows / CHUNK_ROWS), given);
  return { bins, asked };
}

/** Two bins, or one and something that is missing or has none. */
function tells({ count, categories }: Bins, column: Float32Array): boolean {
  return count > 1 || (count === 1 && (categories !== undefined || column.some(Number.isNaN)));
}
