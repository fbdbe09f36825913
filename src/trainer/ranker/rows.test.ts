import { beforeAll, describe, expect, it } from 'vitest';
import { createModels } from '../../engine/candidates/models.ts';
import type { RankerContent } from '../../engine/ranking/content.ts';
import { RANKING_FEATURES } from '../../engine/ranking/inputs/inputs.ts';
import { createRanker, type Ranked } from '../../engine/ranking/ranker.ts';
import type { TreeEnsemble } from '../../engine/ranking/trees/ensemble.ts';
import { createBareEngine, createEngine, type Engine } from '../../engine/recommender.ts';
import { openPacked } from '../bundle.ts';
import { splitAt } from '../evaluation/protocols/temporal.ts';
import { fitBundle } from '../fit.ts';
import { fittingOf, pricedShop } from './pricedShop.test-support.ts';
import { newcomerQuestions, questionsOf } from './questions.ts';
import { collectRankingRows, type RowOptions, type ShelfQuestion } from './rows.ts';

const DAY = 86_400_000;
const CANDIDATES = 25;
const NAMES = RANKING_FEATURES.map(({ name }) => name);

/** Asks for every feature, and says nothing of any. */
const SILENT: TreeEnsemble = { inputs: NAMES.length, trees: [], base: 0, link: 'logistic', slope: 1 };
const CONTENT: RankerContent = {
  model: { kind: 'trees', ensemble: SILENT },
  features: NAMES,
  calibration: { slope: 1, intercept: 0 },
  retrievalCalibration: { slope: 1, intercept: 0 },
  share: 1,
  newcomers: true,
  candidates: CANDIDATES,
};

const split = splitAt(pricedShop(), 45 * DAY, { view_item: 1, purchase: 5 });
const fitting = fittingOf(split.earlier);
const questions = [
  ...questionsOf(split.cases, split.now, ['all', 'new']),
  ...newcomerQuestions(split.cases.slice(0, 5), split.now),
];

/** The engine that rows are asked of, and one that ships: it notes what its own ranker is given. */
let trained: Engine;
let shipped: { engine: Engine; ranked: () => Ranked };

beforeAll(async () => {
  const { input, learned } = fitting;
  const before = await openPacked((await fitBundle({ ...input, withFacts: true }, learned)).packed);
  trained = createEngine(before, input.kernels);
  const bundle = await openPacked((await fitBundle(input, { ...learned, ranker: CONTENT })).packed);
  let newest: Ranked | undefined;
  const engine = createBareEngine(bundle, input.kernels, {
    models: createModels(undefined),
    openRanker: (own, sources, kernels) => {
      const ranker = createRanker(CONTENT, own, sources, kernels);
      return {
        ...ranker,
        rank: (...question) => {
          newest = ranker.rank(...question);
          return newest;
        },
      };
    },
  });
  shipped = { engine, ranked: () => newest! };
}, 30_000);

const collect = (asked: readonly ShelfQuestion[], options: Partial<RowOptions> = {}) =>
  collectRankingRows(trained, asked, { features: RANKING_FEATURES, candidates: CANDIDATES, seed: 1, ...options });

describe('collectRankingRows', () => {
  it('gives, row by row, what the device computes for the same question', async () => {
    const rows = await collect(questions);
    expect(rows.offsets.length - 1).toBe(questions.length);
    expect(questions.length).toBeGreaterThan(90);
    for (const [group, { history, request }] of questions.entries()) {
      shipped.engine.recommend(history, { ...request, k: 5 });
      const { inputs, rows: found } = shipped.ranked();
      const [start, end] = [rows.offsets[group]!, rows.offsets[group + 1]!];
      expect(end - start).toBe(found.length);
      const differs = NAMES.filter((_, f) =>
        found.some((_, r) => !Object.is(rows.columns[f]![start + r], inputs.columns[f * inputs.stride + r])),
      );
      expect(differs).toEqual([]);
    }
    // It is no comparison of nothing: money, pieces, facts and crosses are there.
    for (const name of ['monetary', 'ownPieces', 'itemUsualPrice', 'itemDiscount', 'ownDue', 'recency_x_price']) {
      const known = rows.columns[NAMES.indexOf(name)]!.filter((value) => !Number.isNaN(value));
      expect(new Set(known).size, name).toBeGreaterThan(3);
    }
  }, 20_000);

  it('labels what was taken, found or not, and keeps the scores of the retrieval', async () => {
    const rows = await collect(questions);
    const { ids } = trained.bundle.catalogue;
    questions.forEach(({ taken }, group) => {
      expect(rows.taken[group]).toBe(taken.size);
      for (let row = rows.offsets[group]!; row < rows.offsets[group + 1]!; row++) {
        expect(rows.labels[row]).toBe(taken.has(ids[rows.items[row]!]!) ? 1 : 0);
        expect(Math.fround(rows.retrieval[row]!)).toBe(rows.columns[NAMES.indexOf('retrievalScore')]![row]);
      }
    });
    expect(rows.isCategory).toEqual(RANKING_FEATURES.map(({ isCategory }) => isCategory === true));
  });

  it('draws some of those not taken, which stand for the others as they are', async () => {
    const [all, some] = [await collect(questions), await collect(questions, { negatives: 6 })];
    const itemsOf = (rows: typeof all, group: number) =>
      Array.from(rows.items.subarray(rows.offsets[group], rows.offsets[group + 1]));
    for (let group = 0; group < questions.length; group++) {
      const [whole, drawn] = [itemsOf(all, group), itemsOf(some, group)];
      let [weight, others] = [0, 0];
      drawn.forEach((item, r) => {
        const [here, there] = [some.offsets[group]! + r, all.offsets[group]! + whole.indexOf(item)];
        expect(some.labels[here]).toBe(all.labels[there]);
        const isSame = NAMES.every((_, f) => Object.is(some.columns[f]![here], all.columns[f]![there]));
        expect(isSame).toBe(true);
        if (some.labels[here] === 0) {
          weight += some.weights[here]!;
          others++;
        } else expect(some.weights[here]).toBe(1);
      });
      const positives = all.labels.subarray(all.offsets[group], all.offsets[group + 1]).reduce((a, b) => a + b, 0);
      expect(drawn.length - others).toBe(positives);
      expect(others).toBe(6);
      expect(weight).toBeCloseTo(whole.length - positives, 3);
    }
    expect(await collect(questions, { negatives: 6 })).toEqual(some);
    expect((await collect(questions, { negatives: 6, seed: 2 })).items).not.toEqual(some.items);
  });

  it('asks for what was shown, sold out or not, and weighs it so', async () => {
    const [{ history, request }] = questions as [ShelfQuestion];
    const shown = ['i00', 'i07', 'i21', 'nowhere'];
    const asked = { history, request, taken: new Set(['i07']), shown, weights: [2, 3, 4, 5] };
    const rows = await collect([asked]);
    const { ids } = trained.bundle.catalogue;
    const found = Array.from(rows.items, (item) => ids[item]!);
    expect([...found].sort()).toEqual(['i00', 'i07', 'i21']);
    expect(Array.from(rows.weights)).toEqual(found.map((id) => asked.weights[shown.indexOf(id)]));
    expect(Array.from(rows.labels)).toEqual(found.map((id) => (id === 'i07' ? 1 : 0)));
  });

  it('has no rows of questions without candidates', async () => {
    const { request } = questions[0]!;
    const rows = await collect([{ history: [], request, taken: new Set(['i01']), shown: [] }]);
    expect([rows.offsets.length, rows.labels.length]).toEqual([1, 0]);
    expect(rows.columns).toHaveLength(NAMES.length);
  });
});
