import { describe, expect, it } from 'vitest';
import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import type { TreeSettings } from '../../settings/trees.ts';
import { drawGroups, openTeam, settingsOf } from './draw.test-support.ts';
import { longestGroup, prepareLambdas } from './lambdas.ts';

/** LambdaMART as its papers write it: every pair, in plain numbers. */
function lambdasOf({ labels, offsets, weights }: RankingData, scores: Float64Array, settings: TreeSettings) {
  const slopes = new Float64Array(labels.length);
  const bends = new Float64Array(labels.length);
  const gainOf = (row: number) => 2 ** labels[row]! - 1;
  const discount = (rank: number) => 1 / Math.log2(rank + 2);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const rows = Array.from({ length: offsets[group + 1]! - offsets[group]! }, (_, at) => offsets[group]! + at);
    const ideal = rows.map(gainOf).sort((a, b) => b - a);
    const best = ideal.slice(0, settings.truncation).reduce((sum, gain, rank) => sum + gain * discount(rank), 0);
    if (best === 0) continue;
    rows.sort((a, b) => scores[b]! - scores[a]! || a - b);
    const isSpread = scores[rows[0]!] !== scores[rows.at(-1)!];
    let total = 0;
    for (let i = 0; i < Math.min(rows.length - 1, settings.truncation); i++) {
      for (let j = i + 1; j < rows.length; j++) {
        const [a, b] = [rows[i]!, rows[j]!];
        if (labels[a] === labels[b]) continue;
        const [better, worse] = labels[a]! > labels[b]! ? [a, b] : [b, a];
        const apart = scores[better]! - scores[worse]!;
        let change = ((gainOf(better) - gainOf(worse)) * (discount(i) - discount(j))) / best;
        if (settings.normalise && isSpread) change /= 0.01 + Math.abs(apart);
        const wrong = 1 / (1 + Math.exp(apart));
        slopes[better]! -= change * wrong;
        slopes[worse]! += change * wrong;
        bends[better]! += change * wrong * (1 - wrong);
        bends[worse]! += change * wrong * (1 - wrong);
        total += 2 * change * wrong;
      }
    }
    const norm = settings.normalise && total > 0 ? Math.log2(1 + total) / total : 1;
    for (const row of rows) {
      slopes[row]! *= norm * (weights?.[row] ?? 1);
      bends[row]! *= norm * (weights?.[row] ?? 1);
    }
  }
  return { slopes, bends };
}

describe('prepareLambdas', () => {
  it.each([
    [1, 30, true],
    [7, 30, true],
    [16, 5, false],
    [40, 10, true],
  ])(
    'writes what every pair of groups of %i rows says, truncated at %i, normalised %s',
    async (length, truncation, normalise) => {
      const settings = settingsOf({ objective: 'lambdarank', truncation, normalise });
      const data = { ...drawGroups(40, length), weights: new Float32Array(40 * length).map((_, row) => 1 + (row % 4)) };
      const { memory, team } = await openTeam(data, settings);
      const random = new Random(1, 'scores');
      memory.floats('weights').set(data.weights);
      const write = prepareLambdas(data, settings, memory, team);
      // Equal scores first, then others twice: the order is kept between calls.
      for (const draw of [() => 0, () => random.normal(), () => Math.round(2 * random.normal())]) {
        const scores = memory.doubles('scores').map(draw);
        memory.doubles('scores').set(scores);
        write();
        const { slopes, bends } = lambdasOf(data, scores, settings);
        slopes.forEach((slope, row) => {
          expect(memory.floats('gradients')[row]).toBeCloseTo(slope, 5);
          expect(memory.floats('hessians')[row]).toBeCloseTo(bends[row]!, 5);
        });
        if (length > 1) expect(slopes.some((slope) => slope !== 0)).toBe(true);
      }
      await team.close();
    },
  );
});

describe('longestGroup', () => {
  it('is 0 without groups', () => {
    expect(longestGroup({ columns: [], labels: new Float32Array(), offsets: Int32Array.of(0) })).toBe(0);
    expect(longestGroup({ columns: [], labels: new Float32Array(9), offsets: Int32Array.of(0, 2, 7, 9) })).toBe(5);
  });
});
