import * as v from 'valibot';
import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import { type TreeSettings, treesSettings } from '../../settings/trees.ts';
import { longestGroup } from './lambdas.ts';
import { layOutTrees } from './memory.ts';
import { createTeam } from './team.ts';

export const settingsOf = (some: Partial<TreeSettings> = {}): TreeSettings =>
  v.parse(treesSettings, { trees: 30, rate: 0.2, ...some });

/** `rows` rows of `inputs` uniform inputs in [-1, 1), labelled by `label`. */
export function draw(
  rows: number,
  inputs: number,
  label: (row: number[], random: Random) => number,
  seed = 1,
): RankingData & { columns: Float32Array[] } {
  const random = new Random(seed, 'rows');
  const columns = Array.from({ length: inputs }, () => new Float32Array(rows));
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    for (const column of columns) column[row] = random.between(-1, 1);
    labels[row] = label(
      columns.map((column) => column[row]!),
      random,
    );
  }
  return { columns, labels, offsets: Int32Array.of(0, rows) };
}

/** `groups` groups of `length` rows, graded 0 to 3 by a line of two inputs and noise. */
export function drawGroups(groups: number, length: number, seed = 1): RankingData & { columns: Float32Array[] } {
  const label = ([a, b]: number[], random: Random) => {
    const margin = a! - b! + 0.3 * random.normal();
    return [0.3, 0.8, 1.2].filter((step) => margin > step).length;
  };
  const offsets = Int32Array.from({ length: groups + 1 }, (_, group) => group * length);
  return { ...draw(groups * length, 3, label, seed), offsets };
}

/** A fit's memory and threads for these rows. */
export async function openTeam(data: RankingData, settings: TreeSettings, threads = 1) {
  const rows = data.labels.length;
  const sizes = { rows, allRows: rows, inputs: data.columns.length, groups: data.offsets.length - 1 };
  const memory = layOutTrees({ ...sizes, longest: longestGroup(data) }, settings, threads);
  return { memory, team: await createTeam(memory, threads) };
}
