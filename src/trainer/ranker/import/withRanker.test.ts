import { expect, it } from 'vitest';
import { openBundle } from '../../../engine/bundle/open.ts';
import { BOWLS_AND_LAMPS, packShop } from '../../../engine/testing/bundle.test-support.ts';
import { sha256 } from '../../digest.ts';
import { withRanker } from './withRanker.ts';

const CHUNK = 'chunk.0123456789ab.bin';

it('puts sections in place of the former, says so on the card, and carries over what lies beside', async () => {
  const shop = await packShop(BOWLS_AND_LAMPS);
  shop.files.set(CHUNK, Uint8Array.of(7));
  const read = (files: Map<string, Uint8Array>) => async (file: string) => files.get(file)!;
  const sections = (value: number) => [
    { name: 'ranker' as const, load: 'first' as const, params: { value }, arrays: { a: Uint8Array.of(value) } },
  ];
  const first = await withRanker(read(shop.files), sections(1), { from: 'onnx' }, [CHUNK]);
  const second = await withRanker(read(first.files), sections(2), { from: 'lightgbm' }, [CHUNK]);
  expect(second.files.get(CHUNK)).toEqual(Uint8Array.of(7));
  const bundle = await openBundle(read(second.files), sha256);
  expect(bundle.section('ranker')).toMatchObject({ params: { value: 2 } });
  expect(second.manifest.sections.filter(({ name }) => name === 'ranker')).toHaveLength(1);
  expect(second.manifest.card.params).toEqual({ ...shop.manifest.card.params, ranker: { from: 'lightgbm' } });
  expect(second.manifest.serving).toEqual(shop.manifest.serving);
  const others = (sections: typeof shop.manifest.sections) => sections.filter(({ name }) => name !== 'ranker');
  expect(others(second.manifest.sections)).toEqual(shop.manifest.sections);
  for (const { file } of shop.manifest.sections) expect(second.files.get(file)).toEqual(shop.files.get(file));
});
