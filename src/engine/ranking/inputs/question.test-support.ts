import type { SectionContent } from '../../bundle/write.ts';
import { openSources } from '../../candidates/retrieve.ts';
import type { Interaction } from '../../events.ts';
import { createJsKernels } from '../../kernels/js.ts';
import { createEngine, type Engine } from '../../recommender.ts';
import type { RecommendRequest } from '../../shelf/types.ts';
import { EVERY_TABLE, openShop, type Shop } from '../../testing/bundle.test-support.ts';
import { bestOf } from '../bestOf.ts';
import { FEATURES } from '../features.ts';
import { questionOf } from '../ranker.ts';
import { encodeFacts, type Fact } from './facts.ts';
import { computeInputs, featureOf } from './inputs.ts';
import { ask, type Candidates, type RankingQuestion } from './question.ts';
import { readShop } from './shop.ts';

type Request = Omit<RecommendRequest, 'k'>;

/** The section `facts` by hand, values by item number; firstDay 0 unless given. */
export function factsOf(
  items: number,
  columns: Partial<Record<Fact, ArrayLike<number>>>,
  firstDay: ArrayLike<number> = { length: items },
): SectionContent {
  return {
    name: 'facts',
    load: 'first',
    ...encodeFacts(
      columns,
      Uint16Array.from(firstDay, (day) => day ?? 0),
    ),
  };
}

/** The fixture shop with facts of which each item's value is its number, between 0 and 254 so that no byte rounds it. */
export const WITH_FACTS: Shop = {
  ...EVERY_TABLE,
  sections: [
    factsOf(
      12,
      {
        takers: byNumber(),
        conversion: byNumber(),
        returnDays: byNumber(),
        usualPrice: byNumber(),
        idleDays: byNumber(),
      },
      Array.from({ length: 12 }, (_, item) => (item === 11 ? 0 : 19_000 + item)),
    ),
  ],
};

function byNumber(): number[] {
  return Array.from({ length: 12 }, (_, item) => (item === 11 ? 254 : item));
}

/** What opens a shop once and puts questions about any of its items, in any order, as if the blend had named them so. */
export async function asking(shop: Shop = WITH_FACTS) {
  const bundle = await openShop(shop);
  const sources = openSources(bundle, createJsKernels());
  const read = readShop(bundle, sources);
  const engine = createEngine(bundle, createJsKernels());
  return {
    engine,
    about(itemIds: readonly string[], log: readonly Interaction[], request: Request = {}): RankingQuestion {
      const items = Int32Array.from(itemIds, bundle.catalogue.numberOf);
      const candidates: Candidates = {
        items,
        scores: Float64Array.from(items, (_, place) => -place),
        ranks: items.map((_, place) => place),
        rows: new Float64Array(items.length * FEATURES.length),
        proposers: new Uint16Array(items.length),
        proposals: {},
      };
      return ask(read, candidates, { ...engine.readProfile(log), now: request.now }, log, request);
    },
    /** As the engine's own ranker is asked. */
    retrieved: (log: readonly Interaction[], request: Request = {}, most = 300): RankingQuestion =>
      retrievedQuestion(engine, log, request, most),
  };
}

export function retrievedQuestion(engine: Engine, log: readonly Interaction[], request: Request, most = 300) {
  const found = engine.retrieve(log, request);
  const rows = bestOf(found.scores, most);
  return questionOf(readShop(engine.bundle, engine.sources), found, rows, found.profile, log, request);
}

/** Values of a feature, by candidate. */
export function valuesOf(question: RankingQuestion, name: string): number[] {
  const { columns, stride } = computeInputs(question, [featureOf(name)]);
  return [...columns.subarray(0, stride)];
}

/** To three digits, so that float32 and a value by hand can be equal; NaN stays. */
export const rounded = (values: ArrayLike<number>): number[] =>
  Array.from(values, (value) => Math.round(value * 1000) / 1000 + 0);
