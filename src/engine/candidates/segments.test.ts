import { expect, it } from 'vitest';
import type { TypedArray } from '../bundle/bundle.ts';
import { createJsKernels } from '../kernels/js.ts';
import { numberLog, readProfile } from '../profile/readProfile.ts';
import { DAY, did, EVERY_TABLE, openShop, SERVING } from '../testing/bundle.test-support.ts';
import { createBitmap } from './bitmap.ts';
import { models } from './models.ts';
import { openSources } from './retrieve.ts';
import { createSegmentsSource } from './segments.ts';

const bundle = await openShop(EVERY_TABLE);
const source = openSources(bundle, createJsKernels(), { models }).segments!;
const profileOf = (...ids: string[]) =>
  readProfile(
    numberLog(
      ids.map((id, i) => did('view_item', id, i)),
      bundle.catalogue,
    ),
    { ...SERVING, halfLifeDays: 0 },
  );

it('puts a shopper where most of their weight lies, ties to the lower number', () => {
  expect(source.count).toBe(2);
  expect(source.segmentOf(profileOf('l1', 'l2', 'b1'))).toBe(1);
  expect(source.segmentOf(profileOf('b1', 'b2', 'l1'))).toBe(0);
  expect(source.segmentOf(profileOf('l1', 'b1'))).toBe(0);
  expect(source.segmentOf(profileOf())).toBeUndefined();
});

it('tells shoppers of one taste apart by recency, frequency and monetary value', () => {
  const section = bundle.section('segments')!;
  // The first segment's shoppers came long ago, the second's lately; both like everything.
  const arrays = {
    ...section.arrays,
    centroids: new Uint8Array(6).fill(85),
    rfm: Float32Array.of(1, 0, 0, -1, 0, 0),
    rfmMeans: Float32Array.of(3, 0, 0),
    rfmScales: Float32Array.of(0.5, 0, 0),
  };
  const own = createSegmentsSource({ ...section, arrays }, bundle.catalogue);
  const profile = profileOf('b1', 'l1');
  const later = (days: number) => own.segmentOf({ ...profile, now: profile.newest + days * DAY });
  expect([later(0), later(3), later(20), later(300)]).toEqual([1, 1, 0, 0]);
  expect(own.segmentOf(profile)).toBe(1);
  expect(source.segmentOf({ ...profile, now: 1e13 })).toBe(source.segmentOf(profile));
});

it("proposes its segment's list", () => {
  const candidates = source.ask(profileOf('l3'))!.candidates(9, createBitmap(12, true));
  expect(candidates).toEqual([
    { item: 5, source: 'segments', score: 1 },
    { item: 1, source: 'segments', score: 128 / 255 },
  ]);
});

it('is refused where lists or centroids do not fit the catalogue', () => {
  const section = bundle.section('segments')!;
  const unfit: Record<string, TypedArray>[] = [
    { centroids: new Uint8Array(5) },
    { items: Uint32Array.of(4, 0, 2, 5, 12) },
    { starts: Uint32Array.of(0, 6, 5) },
    { starts: Uint32Array.of(1, 3, 5) },
    { starts: new Uint32Array(0) },
    { scores: new Uint8Array(4) },
    { rfm: new Float32Array(5), rfmMeans: new Float32Array(3), rfmScales: new Float32Array(3) },
    { rfm: new Float32Array(6), rfmScales: new Float32Array(3) },
  ];
  for (const arrays of unfit)
    expect(() =>
      createSegmentsSource({ ...section, arrays: { ...section.arrays, ...arrays } }, bundle.catalogue),
    ).toThrow(expect.objectContaining({ code: 'BUNDLE_LAYOUT' }));
});
