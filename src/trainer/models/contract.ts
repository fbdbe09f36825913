import { describe, expect, it } from 'vitest';
import type { EventName, Interaction } from '../../engine/events.ts';
import type { Engine } from '../../engine/recommender.ts';
import { parseConfig } from '../config.ts';
import type { CatalogueRow } from '../tables/log.ts';
import { type LogRow, makeLog, type RatedRow } from '../tables/makeLog.ts';
import { trainEngine } from '../trainEngine.ts';
import type { Model } from './model.ts';

export interface ContractOptions {
  /** Blend that lets the models speak alone. */
  blend: Record<string, number>;
  /** False for a model that says the same to every shopper: the checkerboard then asks for the most popular. */
  isPersonal: boolean;
  /** True where the seed shows in the bundle. */
  isSeeded: boolean;
  /** Settings for a log of two dozen shoppers. */
  config?: object;
  /** What the device's history is made of; `purchase` unless said. */
  event?: EventName;
  /** For a model of ratings: everybody rates the own colour 5, and in training one item of the other 1. */
  isOfRatings?: boolean;
}

const MINUTE = 60_000;
const COLOURS = 2;
const PER_COLOUR = 6;
const SHOPPERS = 24;

const itemOf = (colour: number, place: number) => `${['black', 'white'][colour]}-${place}`;
const shopperId = (shopper: number) => `shopper-${String(shopper).padStart(2, '0')}`;
const colourOf = (shopper: number) => shopper % COLOURS;
const withheldFrom = (shopper: number) => itemOf(colourOf(shopper), Math.floor(shopper / COLOURS) % PER_COLOUR);

/** The items of a shopper's colour but one, each shopper beginning at another, one a minute. */
function itemsOf(shopper: number): string[] {
  return Array.from({ length: PER_COLOUR }, (_, place) =>
    itemOf(colourOf(shopper), (place + shopper) % PER_COLOUR),
  ).filter((item) => item !== withheldFrom(shopper));
}

/** What a shopper of the checkerboard rates low: one item of the other colour, each as often as any other. */
const dislikes: RatedRow[] = Array.from({ length: SHOPPERS }, (_, shopper) => [
  shopperId(shopper),
  itemOf(1 - colourOf(shopper), Math.floor(shopper / COLOURS) % PER_COLOUR),
  0,
  'purchase',
  1,
]);

/** The rows with ratings: 5 for each, 1 for what the shoppers among them dislike. */
function rate(rows: readonly LogRow[]): RatedRow[] {
  const shoppers = new Set(rows.map(([shopper]) => shopper));
  const liked = rows.map(([shopper, item, time]): RatedRow => [shopper, item, time, 'purchase', 5]);
  return [...liked, ...dislikes.filter(([shopper]) => shoppers.has(shopper))];
}

const checkerboard: LogRow[] = Array.from({ length: SHOPPERS }, (_, shopper) =>
  itemsOf(shopper).map((item, step): LogRow => [shopperId(shopper), item, step * MINUTE]),
).flat();

/** What the shop says of its items: their colour. */
const catalogue: CatalogueRow[] = [0, 1].flatMap((colour) =>
  Array.from({ length: PER_COLOUR }, (_, place) => {
    const name = itemOf(colour, 0).split('-')[0]!;
    return { itemId: itemOf(colour, place), title: `${name} piece`, category: name };
  }),
);

const idsOf = (engine: Engine, history: readonly Interaction[], k: number) =>
  engine.recommend(history, { k }).items.map(({ itemId }) => itemId);

/**
 * What every model owes the shelf, asked of the packed bundle through the engine: the behaviour that a checkerboard
 * pins (after the model tests of implicit and RecTools), and the odd inputs that shops send.
 */
export function modelContract(name: string, models: readonly Model[], options: ContractOptions): void {
  const { blend, isPersonal, isSeeded, config = {}, event = 'purchase', isOfRatings = false } = options;
  const historyOf = (items: readonly string[], as = event): Interaction[] =>
    items.map((itemId, step) => ({
      itemId,
      event: as,
      timestamp: step * MINUTE,
      ...(isOfRatings ? { value: 5 } : {}),
    }));
  const train = (rows: readonly LogRow[], seed = 1) =>
    trainEngine(
      {
        log: makeLog(isOfRatings ? rate(rows) : rows, { catalogue }),
        models,
        config: parseConfig({
          seed,
          als: { dimensions: 16 },
          content: { dimensions: 16 },
          eventWeights: { purchase: 1, add_to_cart: 1 },
          ...config,
        }),
      },
      { blend, repeats: 'exclude' },
    );

  describe(`${name}: the contract of a model`, () => {
    if (isPersonal)
      it('puts the withheld item of the checkerboard on top for every shopper', async () => {
        const { engine } = await train(checkerboard);
        for (let shopper = 0; shopper < SHOPPERS; shopper++)
          expect(idsOf(engine, historyOf(itemsOf(shopper)), 1), shopperId(shopper)).toEqual([withheldFrom(shopper)]);
      });
    else
      it('puts the most popular unseen items on top for every shopper', async () => {
        const extra = Array.from({ length: 4 }, (_, i): LogRow => [`extra-${i}`, itemOf(1, i), i * MINUTE]);
        const more = Array.from({ length: 3 }, (_, i): LogRow => [`more-${i}`, itemOf(1, 2), i * MINUTE]);
        const { engine } = await train([...checkerboard, ...extra, ...more]);
        expect(idsOf(engine, historyOf(itemsOf(0)), 2)).toEqual([itemOf(1, 2), itemOf(1, 0)]);
        expect(idsOf(engine, historyOf([itemOf(1, 2)]), 1)).toEqual([itemOf(1, 0)]);
      });

    it('gives everything it has, each item once, where more is asked than exists', async () => {
      const { engine } = await train(checkerboard);
      const ids = idsOf(engine, historyOf([itemOf(0, 0)], 'purchase'), 1000);
      const all = engine.bundle.catalogue.ids.filter((id) => id !== itemOf(0, 0));
      expect([...ids].sort()).toEqual([...all].sort());
    });

    it('keeps to the order of the longer list when fewer are asked', async () => {
      const { engine } = await train(checkerboard);
      const history = historyOf(itemsOf(3).slice(0, 2));
      const longest = idsOf(engine, history, 10);
      for (let k = 1; k < 10; k++) expect(idsOf(engine, history, k)).toEqual(longest.slice(0, k));
    });

    it('passes over items it does not know', async () => {
      const { engine } = await train(checkerboard);
      const known = historyOf(itemsOf(0));
      const last = known.at(-1)!;
      const withUnknown = [{ ...known[0]!, itemId: 'nobody' }, ...known, { ...last, itemId: '' }];
      const scores = (history: Interaction[]) =>
        engine.recommend(history, { k: 12 }).items.map(({ itemId, score }) => [itemId, score]);
      expect(scores(withUnknown)).toEqual(scores(known));
    });

    it('answers a shopper without a history, or of whom it knows no item, with popular items and says so', async () => {
      const { engine } = await train([...checkerboard, ['extra', itemOf(1, 4), 0], ['other', itemOf(1, 4), 0]]);
      for (const history of [[], historyOf(['nobody', 'knows'])]) {
        const shelf = engine.recommend(history, { k: 5 });
        expect(shelf.isFallback).toBe(true);
        expect(shelf.items.length).toBe(5);
        expect(shelf.items[0]).toMatchObject({ itemId: itemOf(1, 4), source: 'popularity' });
      }
    });

    it('answers many shoppers as it answers each alone, in any order', async () => {
      // With some buying again, so that every source has something to remember wrongly.
      const again = Array.from({ length: SHOPPERS }, (_, s): LogRow => [shopperId(s), itemsOf(s)[0]!, 60 * MINUTE]);
      const rows = [...checkerboard, ...again];
      const { engine } = await train(rows);
      const ask = (shopper: number) => engine.recommend(historyOf(itemsOf(shopper)), { k: 8, explain: true });
      const order = Array.from({ length: SHOPPERS }, (_, shopper) => shopper);
      const forwards = order.map(ask);
      const backwards = [...order].reverse().map(ask).reverse();
      expect(backwards).toEqual(forwards);
      for (const shopper of [0, 7]) {
        const alone = await train(rows);
        expect(alone.engine.recommend(historyOf(itemsOf(shopper)), { k: 8, explain: true })).toEqual(forwards[shopper]);
      }
    });

    it('holds shoppers of one item and items of one shopper', async () => {
      const { engine } = await train([
        ...checkerboard,
        ['single', itemOf(0, 0), 0],
        ['explorer', itemOf(0, 1), 0],
        ['explorer', 'lonely', MINUTE],
      ]);
      for (const history of [historyOf([itemOf(0, 0)]), historyOf(['lonely'])]) {
        const shelf = engine.recommend(history, { k: 12 });
        expect(shelf.items.length).toBe(12);
        for (const { score } of shelf.items) expect(Number.isFinite(score)).toBe(true);
      }
    });

    it('holds a log of a single row', async () => {
      const { engine } = await train([['one', 'only', 0]]);
      expect(idsOf(engine, [], 3)).toEqual(['only']);
      expect(engine.recommend(historyOf(['only']), { k: 1 }).items.every(({ score }) => Number.isFinite(score))).toBe(
        true,
      );
    });

    it('gives the same bytes for the same log and seed, in whatever order the rows come', async () => {
      const first = await train(checkerboard);
      const byAnotherWay = await train([...checkerboard].reverse());
      expect(byAnotherWay.files).toEqual(first.files);
    });

    it(isSeeded ? 'shows the seed in its sections' : 'has no use for the seed', async () => {
      const sections = async (seed: number) =>
        [...(await train(checkerboard, seed)).files.keys()].filter((file) => file !== 'manifest.json');
      const [one, two] = [await sections(1), await sections(2)];
      if (isSeeded) expect(two).not.toEqual(one);
      else expect(two).toEqual(one);
    });

    it('explains its scores to the last bit', async () => {
      const { engine } = await train(checkerboard);
      for (const { score, explanation } of engine.recommend(historyOf(itemsOf(2)), { k: 6, explain: true }).items)
        if (explanation) expect(explanation.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
    });
  });
}
