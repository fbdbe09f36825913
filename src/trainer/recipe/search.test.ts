import { beforeAll, describe, expect, it } from 'vitest';
import { encodeRows } from '../../engine/bundle/rows.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { parseConfig } from '../config.ts';
import type { FitInput } from '../fit.ts';
import { loadKernels } from '../kernels.ts';
import type { Model } from '../models/model.ts';
import { popularity } from '../models/popularity.ts';
import { silent } from '../progress.ts';
import { makeLog } from '../tables/makeLog.ts';
import { makeShop } from '../tables/makeShop.ts';
import type { Tables } from '../tables/tables.ts';
import { createFits, type Fits } from './fits.ts';
import { blendWith, type Question, questionOf, rowsOf } from './judge.ts';
import { type SearchInput, type Standing, searchTable } from './search.ts';
import { chooseSplit } from './split.ts';

let kernels: Kernels;
let input: FitInput;
let fits: Fits;
let question: Question;
let standing: Standing;
const config = parseConfig({ neighbours: { keep: 5 } });

/** How far ahead of an item its row points, within its department of ten: 1 is what shoppers take next. */
const fitted: string[] = [];
function pointing(name: string, steps: readonly number[], rest: Partial<Model> = {}): Model {
  return {
    name,
    table: 'neighbours',
    settings: 'neighbours',
    trials: () => steps.map((step) => ({ shrink: step })),
    fit: (tables: Tables, { config: { neighbours } }) => {
      fitted.push(`${name} ${neighbours.shrink}`);
      const rows = tables.catalogue.ids.map((id) => {
        const item = Number(id.slice(1));
        const target = Math.floor(item / 10) * 10 + ((item + neighbours.shrink) % 10);
        return { targets: [tables.catalogue.ids.indexOf(`i${String(target).padStart(2, '0')}`)], strengths: [1] };
      });
      return [{ name: 'neighbours', load: 'first', params: { decay: 0.1, last: 1 }, arrays: encodeRows(rows) }];
    },
    ...rest,
  };
}

const search = (models: readonly Model[], rest: Partial<SearchInput> = {}) =>
  searchTable(input, fits, question, {
    table: 'neighbours',
    models,
    standing,
    bytes: 1e6,
    items: 40,
    most: 10,
    ...rest,
  });

beforeAll(async () => {
  kernels = await loadKernels();
  const log = makeLog(makeShop());
  const split = chooseSplit(log, config);
  input = { log, models: [popularity], config, kernels, progress: silent };
  fits = createFits(input, split.earlier);
  question = questionOf(split, 100);
  const choices = [{ model: popularity, config }];
  const { blend, mean } = blendWith(rowsOf(await fits.engineOf(choices), question), {}, undefined);
  standing = { choices, sketches: choices, blend, ndcg: mean };
});

describe('searchTable', () => {
  it('finds the family and the setting that predict best, and says what each gave', async () => {
    const { standing: found, tried } = await search([pointing('back', [9]), pointing('ahead', [1, 2])]);
    expect(found.choices.at(-1)).toMatchObject({ model: { name: 'ahead' }, config: { neighbours: { shrink: 1 } } });
    expect(found.ndcg).toBeGreaterThan(1.5 * standing.ndcg);
    expect(found.blend.neighbours).toBeGreaterThan(0);
    expect(tried.map(({ family, settings }) => [family, settings.shrink])).toEqual([
      ['back', 9],
      ['ahead', 1],
      ['ahead', 2],
    ]);
    expect(Math.max(...tried.map(({ ndcg }) => ndcg))).toBe(found.ndcg);
    for (const { without } of tried) expect(without).toBe(standing.ndcg);
  });

  it('asks no family further that is far behind, and fits nothing twice', async () => {
    fitted.length = 0;
    const { tried } = await search([pointing('ahead', [1, 3]), pointing('wrong', [5, 6, 7])]);
    expect(tried.map(({ family }) => family)).toEqual(['ahead', 'wrong', 'ahead']);
    // The first guess of "ahead" is known from the search before, for it is the same name and setting.
    expect(fitted).toEqual(['wrong 5', 'ahead 3']);
  });

  it('leaves further settings where the best guesses add nothing', async () => {
    // Rows that lead to their own item, which is taken already.
    const { tried, standing: found } = await search([pointing('own', [10, 20, 30])]);
    expect(tried).toHaveLength(1);
    expect(found.ndcg).toBeGreaterThanOrEqual(standing.ndcg - 1e-9);
  });

  it('stops at the number of trials that it may make', async () => {
    expect((await search([pointing('ahead', [1, 2, 3]), pointing('also', [1, 2])], { most: 3 })).tried).toHaveLength(3);
  });

  it('ships at the size that the bytes allow, whatever the sketch took', async () => {
    const sized: Model = pointing('sized', [1], {
      sketch: () => ({ keep: 1 }),
      bytes: (items, { keep }) => items * keep,
    });
    const open = { ...input, config: parseConfig() };
    const { standing: found } = await searchTable(open, fits, question, {
      table: 'neighbours',
      models: [sized],
      standing,
      bytes: 40 * 33,
      items: 40,
      most: 5,
    });
    expect(found.choices.at(-1)!.config.neighbours.keep).toBe(33);
  });

  it('tries nothing where there is nothing to try', async () => {
    expect(await search([pointing('none', [])])).toEqual({ standing, tried: [] });
  });
});
