import { afterEach, expect, it, vi } from 'vitest';
import { BOWLS_AND_LAMPS, packShop, readFrom, sha256 } from '../engine/testing/bundle.test-support.ts';
import { fail } from '../errors/fail.ts';
import { openVerified } from './open.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('does not ask for a missing section at every shelf, which would show each click on the network', async () => {
  vi.useFakeTimers();
  const packed = await packShop(BOWLS_AND_LAMPS);
  const display = packed.manifest.sections.find(({ load }) => load === 'later')!.file;
  let isThere = false;
  let asked = 0;
  const read = readFrom(packed.files);
  const { bundle, later } = await openVerified(
    () => async (file) => {
      if (file !== display) return read(file);
      asked++;
      if (!isThere) throw fail('NETWORK', file);
      return read(file);
    },
    sha256,
  );
  for (let shelf = 0; shelf < 5; shelf++) await expect(later()).rejects.toMatchObject({ code: 'NETWORK' });
  expect(asked).toBe(1);
  isThere = true;
  vi.advanceTimersByTime(30_000);
  await later();
  expect(asked).toBe(2);
  expect(bundle.section('display')).toBeDefined();
});
