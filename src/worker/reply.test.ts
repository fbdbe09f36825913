import { describe, expect, it } from 'vitest';
import { fail } from '../errors/fail.ts';
import { reply } from './reply.ts';

describe('reply', () => {
  it('answers the value of the work', async () => {
    expect(await reply(async () => 7)).toEqual({ ok: true, value: 7 });
  });

  it('keeps the code, place and details of an error of our own', async () => {
    const answer = await reply(() => {
      throw fail('BUNDLE_HASH', 'factors.0a.bin', { bytes: 3 });
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'BUNDLE_HASH', where: 'factors.0a.bin' } });
    expect(structuredClone(answer)).toEqual(answer);
  });

  it('turns any other error into INTERNAL and keeps its message', async () => {
    const answer = await reply(() => Promise.reject(new RangeError('too deep')));
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer)).toContain('too deep');
  });
});
