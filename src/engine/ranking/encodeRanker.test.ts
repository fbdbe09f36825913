import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openShop } from '../testing/bundle.test-support.ts';
import { DENSE, HEAD, ONNX, sectionOf } from './content.test-support.ts';
import type { RankerContent } from './content.ts';
import { encodeRanker } from './encodeRanker.ts';
import { readRanker } from './readRanker.ts';
import { forests } from './trees/forest.test-support.ts';
import { unpackTrees } from './trees/unpack.ts';

describe('a ranker packed and read', () => {
  it('is the same dense layers', () => {
    expect(readRanker(sectionOf(DENSE))).toEqual(DENSE);
    const forAll = { ...DENSE, newcomers: true };
    expect(readRanker(sectionOf(forAll))).toEqual(forAll);
  });

  it('is the same ONNX model, which comes after the first shelf', () => {
    expect(readRanker(sectionOf(ONNX))).toEqual(ONNX);
    expect(encodeRanker(ONNX).map(({ name, load }) => [name, load])).toEqual([['ranker', 'later']]);
    expect(encodeRanker(DENSE).map(({ name, load }) => [name, load])).toEqual([['ranker', 'first']]);
  });

  it('is the same forest, whose covers come later where they are known', () => {
    fc.assert(
      fc.property(forests({ isRounded: true }), (ensemble) => {
        const features = Array.from({ length: ensemble.inputs }, (_, f) => `f${f}`);
        const content: RankerContent = { ...HEAD, features, model: { kind: 'trees', ensemble } };
        const { model, ...head } = readRanker(sectionOf(content));
        expect(head).toEqual({ ...HEAD, features });
        // A forest's nodes are numbered anew: packed again it has the same bytes.
        expect(sectionOf({ ...content, model })).toEqual(sectionOf(content));
        const [ranker, cover] = encodeRanker(content);
        const isCovered = ensemble.trees.some((tree) => tree.cover.length > 0);
        expect(cover?.load).toBe(isCovered ? 'later' : undefined);
        if (!cover) return;
        const whole = unpackTrees(
          { name: 'ranker', params: ranker!.params!, arrays: ranker!.arrays },
          { name: 'rankerCover', params: {}, arrays: cover.arrays },
        );
        const sum = (trees: typeof whole.trees) => trees.flatMap((tree) => [...tree.cover]).reduce((a, b) => a + b, 0);
        expect(sum(whole.trees)).toBeCloseTo(sum(ensemble.trees), 6);
      }),
      { numRuns: 50 },
    );
  });

  it('goes through the format', async () => {
    const bundle = await openShop({ ids: ['x'], sections: encodeRanker(DENSE) });
    expect(readRanker(bundle.section('ranker')!)).toEqual(DENSE);
  });
});
