import { type Command, InvalidArgumentError, Option } from 'commander';
import { EVENT_NAMES, type Interaction } from '../engine/events.ts';
import type { Engine } from '../engine/recommender.ts';
import { PLACEMENTS, type Placement, type RecommendRequest, type Shelf } from '../engine/shelf/types.ts';
import { loadKernels } from '../trainer/kernels.ts';
import { engineOf as engineOver } from '../trainer/onnx/run.ts';
import { openWhole } from './folder.ts';
import type { Output, OutputOptions } from './output.ts';
import { table } from './table.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface RecommendOptions extends OutputOptions {
  bundle: string;
  history: string[];
  k: number;
  category?: string;
  brand?: string;
  minPrice?: number;
  maxPrice?: number;
  soldOut?: boolean;
  placement?: Placement;
  cart?: string[];
  explain?: boolean;
}

/** `vitrine recommend`: the shelf of a shopper who took these items, one after the other. */
export const recommendCommand = (): Command =>
  createVerb('recommend', 'Recommend for a history of item ids')
    .requiredOption('--bundle <dir>', "the bundle's folder")
    .option('--history <ids>', 'item ids, oldest first, comma-separated; none: a newcomer', list, [])
    .option('-k <n>', 'how many items', wholeNumber(1, 1000), 10)
    .option('--category <path>', 'only items of this category')
    .option('--brand <name>', 'only items of this brand')
    .option('--min-price <n>', 'only items that cost at least this', price)
    .option('--max-price <n>', 'only items that cost at most this', price)
    .option('--sold-out', 'also what is sold out')
    .addOption(new Option('--placement <name>', 'the place on the page').choices(PLACEMENTS))
    .option('--cart <ids>', 'ids that lie in the cart, comma-separated: asks for the cart page', list)
    .option('--explain', "every feature's value and contribution, and each source's score and rank")
    .action(act(recommend));

/** A price as the feed writes it, without its currency. */
function price(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

async function recommend(options: RecommendOptions, output: Output): Promise<void> {
  const engine = await engineOf(options.bundle);
  const { history, k, category, brand, minPrice, maxPrice, soldOut, cart, explain } = options;
  const placement = options.placement ?? (cart ? 'cart' : undefined);
  const unknown = history.filter((itemId) => engine.bundle.catalogue.numberOf(itemId) < 0);
  if (unknown.length > 0) output.say(`not in the bundle: ${unknown.join(', ')}`);
  const log = historyOf(engine, history);
  const request: RecommendRequest = {
    k,
    now: restedAfter(engine),
    ...(category ? { category } : {}),
    ...(brand ? { brand } : {}),
    price: { min: minPrice, max: maxPrice },
    inStock: soldOut !== true,
    ...(placement ? { placement } : {}),
    ...(cart ? { context: cart } : {}),
    explain: explain === true,
  };
  await engine.prepare(log, request);
  const shelf = engine.recommend(log, request);
  if (category && shelf.items.length === 0) output.say(`nothing in stock in the category "${category}"`);
  output.result(shelf, describe(engine, shelf));
}

/** An engine over the whole catalogue, in lists or not. */
async function engineOf(path: string): Promise<Engine> {
  const kernels = await loadKernels();
  return engineOver((await openWhole(path, kernels)).bundle, kernels);
}

/** Ids as a log: one a minute up to the end of the bundle's window, as the event that the bundle was mostly trained on. */
function historyOf(engine: Engine, history: readonly string[]): Interaction[] {
  const { serving, window } = engine.bundle.manifest;
  const end = Date.parse(window.to);
  const event = EVENT_NAMES.find((name) => serving.eventWeights[name] === 1) ?? 'view_item';
  return history.map((itemId, place) => ({ itemId, event, timestamp: end - (history.length - 1 - place) * 60_000 }));
}

/** When the shopper comes back: late enough that what the history bought no longer rests. */
function restedAfter(engine: Engine): number {
  const { serving, window } = engine.bundle.manifest;
  return Date.parse(window.to) + serving.justBoughtHours * 3_600_000;
}

interface SimilarOptions extends OutputOptions {
  bundle: string;
  item: string;
  k: number;
}

/** `vitrine similar`: items like one item. */
export const similarCommand = (): Command =>
  createVerb('similar', 'Items like one item')
    .requiredOption('--bundle <dir>', "the bundle's folder")
    .requiredOption('--item <id>', 'the item')
    .option('-k <n>', 'how many items', wholeNumber(1, 1000), 10)
    .action(act(similar));

async function similar({ bundle, item, k }: SimilarOptions, output: Output): Promise<void> {
  const engine = await engineOf(bundle);
  const shelf = engine.similar(item, { k }, []);
  output.result(shelf, describe(engine, shelf));
}

function describe(engine: Engine, shelf: Shelf): string {
  const titles = new Map(
    engine.display(shelf.items.map(({ itemId }) => itemId)).map((item) => [item.itemId, item.title ?? '']),
  );
  const features = shelf.items.flatMap((item) => [
    { ...item, line: item.reason },
    ...(item.explanation ?? [])
      .filter(({ contribution }) => contribution !== 0)
      .map(({ feature, value, contribution }) => ({
        ...item,
        itemId: '',
        source: '',
        line: `  ${feature} ${value?.toPrecision(4) ?? 'missing'} adds ${contribution.toPrecision(4)}`,
      })),
    ...(item.proposals ?? []).map(({ source, score, rank }) => ({
      ...item,
      itemId: '',
      source: '',
      line: `  number ${rank} of ${source}, ${score.toPrecision(4)}`,
    })),
  ]);
  return table(features, [
    { title: 'item', text: ({ itemId }) => itemId },
    { title: 'score', align: 'right', text: ({ itemId, score }) => (itemId ? score.toFixed(4) : '') },
    { title: 'source', text: ({ source }) => source },
    { title: 'title', text: ({ itemId }) => titles.get(itemId) ?? '' },
    { title: 'why', text: ({ line }) => line },
  ]);
}
