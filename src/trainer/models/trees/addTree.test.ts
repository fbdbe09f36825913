import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafOf } from '../../../engine/ranking/trees/ensemble.ts';
import { Random } from '../../random.ts';
import type { RankingData } from '../../ranker/data.ts';
import { addTree } from './addTree.ts';
import { settingsOf } from './draw.test-support.ts';
import { encodeAll } from './encode.ts';
import { createGrower } from './grow.ts';
import { layOutTrees } from './memory.ts';
import { createObjective } from './objective.ts';
import { createSampler } from './sample.ts';
import { createTeam } from './team.ts';

const odd = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -4, max: 4 }) },
  { weight: 4, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true, min: -10, max: 10 }) },
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1e-40, 3e38),
);
const category = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) },
  fc.constantFrom(Number.NaN, -1, 2.5, 65_535, 65_536),
);

describe('addTree', () => {
  it('adds the leaf that a device would come to, to rows that were grown on and to others, whatever their values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(odd, odd, category), { minLength: 60, maxLength: 200 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 2 }),
        async (values, seed, threads) => {
          const random = new Random(seed, 'labels');
          const rows = values.length;
          const data: RankingData = {
            columns: [0, 1, 2].map((input) => Float32Array.from(values, (row) => row[input]!)),
            isCategory: [false, false, true],
            labels: Float32Array.from(values, ([a, , c]) => (a > 0 ? 1 : 0) + (c === 3 ? 2 : 0) + random.next()),
            offsets: Int32Array.of(0, rows),
          };
          const settings = settingsOf({ objective: 'regression', minRows: 2, minCategoryRows: 1, categorySmooth: 1 });
          // The same rows once more, as rows of validation.
          const sizes = { rows, allRows: 2 * rows, inputs: 3, groups: 1, longest: rows };
          const memory = layOutTrees(sizes, settings, threads);
          const team = await createTeam(memory, threads);
          try {
            const encoded = await encodeAll(data, data, settings, memory, team, 1);
            const objective = createObjective(data, settings, memory, team);
            const sampler = createSampler(data, settings, memory, 1);
            const scores = memory.doubles('scores').fill(objective.base);
            const grower = createGrower(memory, team, encoded, [], settings);
            const expected = new Float64Array(rows).fill(objective.base);
            for (let round = 0; round < 3; round++) {
              const { own, others } = sampler.draw();
              const grown = grower.grow(own, objective.update(), sampler.inputs());
              if (!grown) break;
              addTree(memory, team, grown, others);
              expected.forEach((_, row) => {
                expected[row]! += grown.tree.leaves[leafOf(grown.tree, values[row]!)]!;
              });
              expect(scores.slice(0, rows)).toEqual(expected);
              expect(scores.slice(rows)).toEqual(expected);
            }
          } finally {
            await team.close();
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
