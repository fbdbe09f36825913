import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Interaction } from '../../engine/events.ts';
import { parseConfig } from '../config.ts';
import { loadKernels } from '../kernels.ts';
import { engineOver } from '../onnx/engineOver.ts';
import { sumModel } from '../onnx/sumModel.test-support.ts';
import { type LogRow, makeLog } from '../tables/makeLog.ts';
import { trainBundle } from '../train.ts';
import { UNLEARNED } from '../trainEngine.ts';

/** The model knows eight items of two kinds, along one axis each, and looks at the newest two. */
const KNOWN = ['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3'];
const ROWS = KNOWN.map((id) => (id.startsWith('a') ? [1, 0, 0.1] : [0, 1, 0.1]));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-onnx-'));
  await writeFile(join(folder, 'model.onnx'), sumModel(ROWS, [0.5, 1]));
  await writeFile(join(folder, 'ids.txt'), KNOWN.join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

const rows: LogRow[] = Array.from({ length: 40 }, (_, s) =>
  ['x', ...KNOWN.slice(s % 6, 3 + (s % 6))].map((item, i): LogRow => [`s${s}`, item, s * 1e5 + i * 1000]),
).flat();
const view = (itemId: string, timestamp: number): Interaction => ({ itemId, event: 'purchase', timestamp });

async function train() {
  const config = parseConfig({ onnx: { model: join(folder, 'model.onnx'), ids: join(folder, 'ids.txt') } });
  const learned = { ...UNLEARNED, blend: { factors: 1 } };
  return (await trainBundle({ log: makeLog(rows), config, learned })).packed;
}

describe('a sequence encoder from outside', () => {
  it('takes the place of the other factors, and ships the model to be fetched later', async () => {
    const { manifest } = await train();
    expect(manifest.card.model).toContain('onnx');
    expect(manifest.card.model).not.toContain('als');
    expect(manifest.sections.find(({ name }) => name === 'factors')?.params).toEqual({
      encoder: 'onnx',
      dimensions: 16,
      outputs: 3,
      length: 2,
    });
    expect(manifest.sections.find(({ name }) => name === 'onnx')?.load).toBe('later');
  });

  it('recommends by the model once prepared, and by the other sources until then', async () => {
    const engine = await engineOver(await train(), await loadKernels());
    const log = [view('a0', 1), view('x', 2), view('b1', 3)];
    const ask = () => engine.recommend(log, { k: 4 }).items.map(({ itemId }) => itemId);
    expect(engine.sources.factors!.ask(engine.readProfile(log))).toBeUndefined();
    await engine.prepare(log, {});
    expect(ask().slice(0, 3)).toEqual(['b0', 'b2', 'b3'].sort((p, q) => rank(engine, p) - rank(engine, q)));
    // The newest counts more than the one before it.
    const other = [view('b1', 1), view('a0', 3)];
    await engine.prepare(other, {});
    expect(engine.recommend(other, { k: 1 }).items[0]!.itemId).toMatch(/^a/);
  });

  it('has the vectors of histories that it was told of', async () => {
    const log = [view('a0', 1)];
    const engine = await engineOver(await train(), await loadKernels(), [log]);
    expect(engine.prepare(log, {})).toBeUndefined();
    expect(engine.recommend(log, { k: 1 }).items[0]!.itemId).toMatch(/^a/);
  });

  it('is the same for the same files', async () => {
    expect((await train()).manifest.bundleVersion).toBe((await train()).manifest.bundleVersion);
  });
});

const rank = ({ bundle }: { bundle: { catalogue: { numberOf(id: string): number } } }, id: string) =>
  bundle.catalogue.numberOf(id);
