import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from './codes.ts';
import { VitrineError } from './error.ts';
import { EXIT_CODES } from './exitCodes.ts';
import { asVitrineError, fail } from './failAny.ts';

describe('fail', () => {
  it('says what, where and what to do', () => {
    const error = fail('BUNDLE_HASH', 'items.abc.bin', { bytes: 3 });
    expect(error).toBeInstanceOf(VitrineError);
    expect(error.name).toBe('VitrineError');
    expect(error.message).toBe(
      'A section does not match its hash: items.abc.bin. Fetch or copy it again: it was changed.',
    );
    expect(error).toMatchObject({ code: 'BUNDLE_HASH', where: 'items.abc.bin', details: { bytes: 3 } });
  });

  it('needs no place', () => {
    expect(fail('INTERRUPTED').message).toBe('The run was interrupted. Run it again: nothing was changed.');
    expect(fail('INTERRUPTED').where).toBeUndefined();
  });

  it('keeps its fields as JSON, which a structured clone would lose', () => {
    expect(JSON.parse(JSON.stringify(fail('NETWORK', 'x', { status: 404 })))).toEqual({
      code: 'NETWORK',
      message: 'A file could not be fetched: x. Check the URL, the network and connect-src.',
      where: 'x',
      details: { status: 404 },
    });
  });
});

describe('asVitrineError', () => {
  it('passes our own on untouched', () => {
    const error = fail('USAGE');
    expect(asVitrineError(error, 'NETWORK')).toBe(error);
  });

  it('makes anything else INTERNAL, or the code it is given, and keeps message and cause', () => {
    const thrown = new TypeError('x is not a function');
    const error = asVitrineError(thrown);
    expect(error).toMatchObject({ code: 'INTERNAL', cause: thrown });
    expect(error.message).toContain('x is not a function');
    expect(asVitrineError(undefined, 'BUNDLE_MISSING', 'a.bin')).toMatchObject({
      code: 'BUNDLE_MISSING',
      where: 'a.bin: undefined',
    });
  });
});

describe('the table', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])(
    '%s reads as a sentence and has an exit code of sysexits or a signal',
    (code) => {
      const { what, todo } = ERRORS[code];
      const exit = EXIT_CODES[code];
      expect(what).toMatch(/^[A-Z].*[^.]$/);
      expect(todo).toMatch(/^[a-z-].*[^.]$/);
      expect((exit >= 64 && exit <= 78) || exit === 130).toBe(true);
    },
  );
});
