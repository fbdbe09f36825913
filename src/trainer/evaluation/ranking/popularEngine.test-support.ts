import type { Engine } from '../../../engine/recommender.ts';
import { popularity } from '../../models/popularity.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { trainEngine } from '../../trainEngine.ts';
import type { EvaluationCase } from '../cases.ts';

// Popular in the order a, b, c, d.
const rows = ['a', 'b', 'c', 'd'].flatMap((item, place) =>
  Array.from({ length: 8 - 2 * place }, (_, i): LogRow => [`s${i}`, item, 1000 + place]),
);

/** A case of histories of views, one a millisecond. */
export const caseBy = (shopper: string, history: string[], taken: string[]): EvaluationCase => ({
  shopper,
  history: history.map((itemId, timestamp) => ({ itemId, event: 'view_item', timestamp })),
  taken: new Set(taken),
  takenNew: new Set(taken.filter((item) => !history.includes(item))),
});

/** Three lists that two shoppers saw, the first of whom took something that no bundle knows. */
export const cases = [
  caseBy('1', ['d'], ['a', 'nobody knows this']),
  caseBy('2', ['a'], ['a']),
  caseBy('1', ['a', 'b'], ['c', 'd']),
];
export const question = { takenOf: ({ taken }: EvaluationCase) => taken, now: 1e9 };

/** An engine that goes by popularity alone. */
export async function openPopular(): Promise<Engine> {
  const { engine } = await trainEngine(
    { log: makeLog(rows), models: [popularity] },
    { blend: { popularityShort: 1 }, repeats: 'allow' },
  );
  return engine;
}
