import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type Interaction } from '../events.ts';
import { did, START } from '../testing/bundle.test-support.ts';
import { MAX_PROFILE_TEXT, readProfileFile, writeProfileFile } from './file.ts';
import { appendInteractions, MAX_LOG } from './log.ts';

const log = fc
  .array(
    fc.record({
      itemId: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      event: fc.constantFrom(...EVENT_NAMES),
      timestamp: fc.nat(),
    }),
  )
  .map((events) => appendInteractions([], events));

describe('a profile file', () => {
  it('holds a log as it is', () => {
    fc.assert(
      fc.property(log, (kept) => {
        expect(readProfileFile(writeProfileFile(kept, START))).toEqual(kept);
        expect(readProfileFile(writeProfileFile(kept))).toEqual(kept);
      }),
    );
  });

  it('says what it is and when it was written', () => {
    const file = JSON.parse(writeProfileFile([did('dismiss', 'a', 0)], START));
    expect(file).toEqual({
      format: 'vitrine-profile',
      version: 1,
      exportedAt: '2024-01-01T00:00:00.000Z',
      interactions: [{ itemId: 'a', event: 'dismiss', timestamp: START }],
    });
    expect(JSON.parse(writeProfileFile([]))).not.toHaveProperty('exportedAt');
  });

  it('is read however long the ids of a full log are', () => {
    const worst = Array.from({ length: MAX_LOG }, (_, i) => ({
      ...did('user_engagement', '\u0001'.repeat(256), i / 60_000),
      sessionId: '\u0001'.repeat(256),
      engagementMs: 1.2345678901234567e-100,
      value: -1.2345678901234567e-100,
      price: -1.2345678901234567e-100,
      quantity: -1.2345678901234567e-100,
    }));
    const text = writeProfileFile(appendInteractions([], worst), START);
    expect(text.length).toBeLessThan(MAX_PROFILE_TEXT);
    expect(readProfileFile(text)).toHaveLength(MAX_LOG);
  });

  it('may be longer than a log, written by hand and out of order', () => {
    const events = Array.from({ length: MAX_LOG + 5 }, (_, i) => ({ ...did('view_item', `i${i}`, -i), page: '/' }));
    const read = readProfileFile(JSON.stringify({ format: 'vitrine-profile', version: 1, interactions: events }));
    expect(read).toHaveLength(MAX_LOG);
    expect(read.at(-1)).toEqual(did('view_item', 'i0', 0));
  });

  const file = (over: object) => JSON.stringify({ format: 'vitrine-profile', version: 1, interactions: [], ...over });
  it.each<[string, unknown, string]>([
    ['nothing', '', 'PROFILE_INVALID'],
    ['no text', { interactions: [] }, 'PROFILE_INVALID'],
    ['HTML', '<!doctype html>', 'PROFILE_INVALID'],
    ['null', 'null', 'PROFILE_INVALID'],
    ['another program’s JSON', '{"version":1,"interactions":[]}', 'PROFILE_INVALID'],
    ['a version that is none', file({ version: '1' }), 'PROFILE_INVALID'],
    ['version 0', file({ version: 0 }), 'PROFILE_INVALID'],
    ['a newer version', file({ version: 2, interactions: {} }), 'PROFILE_TOO_NEW'],
    ['no interactions', file({ interactions: undefined }), 'PROFILE_INVALID'],
    [
      'a record of something else',
      file({ interactions: [did('view_item', 'a', 0), { itemId: 'b' }] }),
      'PROFILE_INVALID',
    ],
    ['a file cut short', writeProfileFile([did('view_item', 'a', 0)]).slice(0, -9), 'PROFILE_INVALID'],
    ['what is too long', ' '.repeat(MAX_PROFILE_TEXT + 1), 'PROFILE_INVALID'],
  ])('refuses %s', (_, text, code) => {
    expect(() => readProfileFile(text as string)).toThrow(expect.objectContaining({ code }));
  });

  it('answers any JSON with a log or a code', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          const read: Interaction[] = readProfileFile(file({ interactions: value }));
          expect(read.length).toBeLessThanOrEqual(MAX_LOG);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'PROFILE_INVALID' });
        }
      }),
    );
  });
});
