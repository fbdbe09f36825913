import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bundle } from '../../bundle/bundle.ts';
import { createJsKernels } from '../../kernels/js.ts';
import { createEngine, type Engine } from '../../recommender.ts';
import { did, EVERY_TABLE, openShop } from '../../testing/bundle.test-support.ts';
import type { RankerContent, RankerModel } from '../content.ts';
import { encodeRanker } from '../encodeRanker.ts';
import { createRanker, type Ranked } from '../ranker.ts';
import { readRanker } from '../readRanker.ts';
import { marginOf } from '../trees/ensemble.ts';
import { createExplainer } from './explainer.ts';
import { forests } from './forest.test-support.ts';

const NAMES = ['transitions', 'categoryShare', 'itemPrice', 'popularityShort', 'brandShare'];
/** b1 was looked at, l2 bought: b2 follows b1. */
const LOG = [did('view_item', 'b1', 0), did('view_item', 'b3', 1), did('purchase', 'l2', 2), did('view_item', 'b1', 3)];

const contentOf = (model: RankerModel, own: Partial<RankerContent> = {}): RankerContent => ({
  model,
  features: NAMES,
  calibration: { slope: 0.8, intercept: -1 },
  retrievalCalibration: { slope: 1.5, intercept: -2 },
  share: 0.3,
  candidates: 100,
  ...own,
});

/** What explains a shop's answer, and what it explains. */
function ask(bundle: Bundle, content: RankerContent, ranked?: Partial<Ranked>) {
  const engine: Engine = createEngine(bundle, createJsKernels());
  const found = engine.retrieve(LOG, {});
  const ranker = createRanker(content, bundle, engine.sources, engine.kernels);
  const own = { ...ranker.rank(found, found.profile, LOG, {}), ...ranked } as Ranked;
  const explainer = createExplainer(ranker, bundle, engine.sources);
  return { engine, found, ranked: own, explainer };
}

const sum = (all: readonly { contribution: number }[]) => all.reduce((total, one) => total + one.contribution, 0);

let plain: Bundle;
beforeAll(async () => {
  plain = await openShop(EVERY_TABLE);
});

describe('an explainer', () => {
  it('gives contributions that sum to the score of every item, ranked and beyond', () => {
    fc.assert(
      fc.property(
        forests(NAMES.length),
        fc.constantFrom(0, 0.3, 1),
        fc.constantFrom(4, 100),
        (ensemble, share, candidates) => {
          const content = contentOf({ kind: 'trees', ensemble }, { share, candidates });
          const { found, ranked, explainer } = ask(plain, content);
          found.items.forEach((_, row) => {
            const all = explainer.contributions(found, ranked, row);
            expect(Math.abs(sum(all) - ranked.scores[row]!)).toBeLessThan(1e-15);
            expect(all[0]!.feature).toBe('base');
            expect(new Set(all.map(({ feature }) => feature)).size).toBe(all.length);
            if (share === 0 && ranked.places[row]! >= 0)
              expect(all.map(({ feature }) => feature).sort()).toEqual(['base', ...NAMES].sort());
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('explains by the covers of the forest once they have arrived', async () => {
    const ensemble = {
      ...ONE_LEAF,
      trees: [{ ...ONE_SPLIT, feature: Uint16Array.of(2), threshold: Float32Array.of(4) }],
    };
    const content = contentOf({ kind: 'trees', ensemble });
    const bundle = await openShop({ ...EVERY_TABLE, sections: encodeRanker(content) });
    const read = readRanker(bundle.section('ranker')!);
    const { found, ranked, explainer } = ask(bundle, read);
    const without: Bundle = {
      ...bundle,
      section: (name) => (name === 'rankerCover' ? undefined : bundle.section(name)),
    };
    const early = ask(without, read);
    const row = ranked.rows[0]!;
    const all = explainer.contributions(found, ranked, row);
    expect(sum(all)).toBeCloseTo(ranked.scores[row]!, 15);
    expect(early.explainer.contributions(early.found, early.ranked, row)).not.toEqual(all);
    // The very margin that is explained.
    const inputs = NAMES.map((_, f) => ranked.inputs.columns[f * ranked.inputs.stride]!);
    expect(ranked.margins[0]).toBe(marginOf(ensemble, inputs));
  });

  it('explains dense layers too', () => {
    const layers = [
      { weights: Float32Array.from({ length: 15 }, (_, i) => ((i * 7) % 5) - 2), bias: Float32Array.of(0.5, -0.5, 0) },
      { weights: Float32Array.of(1, -1, 0.5), bias: Float32Array.of(0.25) },
    ];
    const { found, ranked, explainer } = ask(plain, contentOf({ kind: 'dense', layers, link: 'logistic', slope: 1 }));
    for (const row of ranked.rows)
      expect(Math.abs(sum(explainer.contributions(found, ranked, row)) - ranked.scores[row]!)).toBeLessThan(1e-15);
  });

  it('gives the parts alone of a model that it knows nothing of', () => {
    const { found, ranked } = ask(plain, contentOf({ kind: 'trees', ensemble: ONE_LEAF }));
    const { explainer } = ask(plain, contentOf({ kind: 'onnx', model: new Uint8Array(0), link: 'logistic', slope: 1 }));
    const row = ranked.rows[0]!;
    const all = explainer.contributions(found, ranked, row);
    expect(all.find(({ feature }) => feature === 'ranker')!.value).toBe(ranked.margins[0]);
    expect(all.map(({ feature }) => feature)).not.toContain('itemPrice');
    expect(sum(all)).toBeCloseTo(ranked.scores[row]!, 15);
  });

  it('says what weighs most, of the item itself', () => {
    // Whoever follows the newest item is favoured: b2 follows b1.
    const { found, ranked, explainer, engine } = ask(
      plain,
      contentOf({ kind: 'trees', ensemble: { ...ONE_LEAF, trees: [ONE_SPLIT] } }, { share: 0 }),
    );
    const row = Array.from(found.items).indexOf(engine.bundle.catalogue.numberOf('b2'));
    const all = explainer.contributions(found, ranked, row);
    expect(all[1]!.feature).toBe('transitions');
    expect(explainer.sentence(all, found.profile, found, row)).toBe('Because you viewed Bowl 1');
    const other = Array.from(found.items).indexOf(engine.bundle.catalogue.numberOf('l5'));
    expect(
      explainer.sentence(explainer.contributions(found, ranked, other), found.profile, found, other),
    ).toBeUndefined();
  });
});

const ONE_SPLIT = {
  feature: Uint16Array.of(0),
  threshold: Float32Array.of(0.5),
  left: Int32Array.of(~0),
  right: Int32Array.of(~1),
  missingLeft: Uint8Array.of(1),
  set: Int32Array.of(-1),
  sets: [],
  leaves: Float64Array.of(-1, 2),
  cover: Float64Array.of(9, 1),
};
const ONE_LEAF = { inputs: NAMES.length, trees: [], base: 0.5, link: 'logistic', slope: 1 } as const;
