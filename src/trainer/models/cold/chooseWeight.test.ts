import { describe, expect, it } from 'vitest';
import type { SectionContent } from '../../../engine/bundle/write.ts';
import { createJsKernels } from '../../../engine/kernels/js.ts';
import { packVectors } from '../../../engine/kernels/quantise.ts';
import { parseConfig } from '../../config.ts';
import { readingOf } from '../../fitSections.ts';
import { Random } from '../../random.ts';
import { type LogRow, makeLog } from '../../tables/makeLog.ts';
import { buildTables, type Tables } from '../../tables/tables.ts';
import { chooseColdWeight } from './chooseWeight.ts';
import { supportOf } from './support.ts';

const D = 16;
const KINDS = 4;
const kindOf = (id: string) => Number(id.split('-')[0]);

/** Shoppers who take of one kind each. */
const rows: LogRow[] = Array.from({ length: 120 }, (_, s) => {
  const random = new Random(s, 'shopper');
  return Array.from({ length: 8 }, (_, step): LogRow => [`s${s}`, `${s % KINDS}-${random.below(15)}`, step]);
}).flat();
const config = parseConfig({ halfLifeDays: 0 });
const tables = buildTables(makeLog(rows), undefined, config);
const context = { config, serving: readingOf(tables, config), kernels: createJsKernels() };

/** What an ideal model knows: an item that somebody took lies along its kind's axis, any other is zero. */
const ideal = async (own: Tables): Promise<SectionContent> => {
  const support = supportOf(own);
  const vectors = new Float32Array(own.items * D);
  own.catalogue.ids.forEach((id, item) => {
    if (support[item]! > 0) vectors[item * D + kindOf(id)] = 1;
  });
  const { packed, scales } = packVectors(vectors, D);
  return {
    name: 'factors',
    load: 'first',
    params: { encoder: 'sum', dimensions: D, normalise: 1 },
    arrays: { vectors: packed, scales },
  };
};

/** Content of which `tells` says what it makes of an item's kind. */
function materialOf(tells: (kind: number, item: number) => number) {
  const content = new Float32Array(tables.items * KINDS);
  tables.catalogue.ids.forEach((id, item) => {
    content[item * KINDS + tells(kindOf(id), item)] = 1;
  });
  return { content, width: KINDS, support: supportOf(tables) };
}

describe('chooseColdWeight', () => {
  it('lets items in whose text tells who wants them, without harm to others', async () => {
    const chosen = (await chooseColdWeight(
      ideal,
      materialOf((kind) => kind),
      tables,
      context,
    ))!;
    expect(chosen.settings.weight).toBeGreaterThan(0);
    expect(chosen.amongHidden).toBeGreaterThan(0.5);
    expect(chosen.amongAll).toBeGreaterThanOrEqual(0.995 * chosen.without);
  });

  it('finds them worse where the text misleads', async () => {
    const told = (await chooseColdWeight(
      ideal,
      materialOf((kind) => kind),
      tables,
      context,
    ))!;
    const random = new Random(1, 'lies');
    const lies = materialOf(() => random.below(KINDS));
    const misled = (await chooseColdWeight(ideal, lies, tables, context))!;
    expect(misled.amongHidden).toBeLessThan(told.amongHidden);
    expect(misled.settings.weight).toBeLessThanOrEqual(told.settings.weight);
    expect(misled.amongAll).toBeGreaterThanOrEqual(0.995 * misled.without);
  });

  it('says nothing where too few shoppers can tell, or the model gives no factors', async () => {
    const few = buildTables(makeLog(rows.slice(0, 40)), undefined, config);
    const material = { content: new Float32Array(few.items).fill(1), width: 1, support: supportOf(few) };
    expect(await chooseColdWeight(ideal, material, few, context)).toBeUndefined();
    expect(
      await chooseColdWeight(
        async () => undefined,
        materialOf((kind) => kind),
        tables,
        context,
      ),
    ).toBeUndefined();
  });

  it('is the same again', async () => {
    const choose = () =>
      chooseColdWeight(
        ideal,
        materialOf((kind) => kind),
        tables,
        context,
      );
    expect(await choose()).toEqual(await choose());
  });
});

it('supportOf counts shoppers, each once', () => {
  const log = makeLog([
    ['a', 'x', 1],
    ['a', 'x', 2],
    ['b', 'x', 1],
    ['b', 'y', 1],
  ]);
  const own = buildTables(log, [{ itemId: 'x' }, { itemId: 'y' }, { itemId: 'z' }], config);
  expect([...supportOf(own)]).toEqual([2, 1, 0]);
});
