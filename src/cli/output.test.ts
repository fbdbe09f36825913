import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from '../errors/codes.ts';
import { EXIT_CODES } from '../errors/exitCodes.ts';
import { fail } from '../errors/failAny.ts';
import { createOutput } from './output.ts';
import { createRecorder } from './recorder.ts';

describe('createOutput', () => {
  it('writes the result to stdout and talk to stderr', () => {
    const streams = createRecorder();
    const output = createOutput({}, streams);
    output.say('reading');
    output.result({ items: 3 }, '3 items');
    expect([streams.out, streams.err, streams.code]).toEqual(['3 items\n', 'reading\n', 0]);
  });

  it('writes one JSON object with --json', () => {
    const streams = createRecorder();
    createOutput({ json: true }, streams).result({ items: 3, name: 'a\nb' }, '3 items');
    expect(streams.out.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(streams.out)).toEqual({ items: 3, name: 'a\nb' });
  });

  it('says nothing with --quiet, but still gives results and errors', () => {
    const streams = createRecorder();
    const output = createOutput({ quiet: true }, streams);
    output.say('reading');
    output.progress('als sweep', 1, 2);
    expect(streams.err).toBe('');
    output.result({}, 'done');
    output.fail(fail('INPUT_EMPTY', 'events.csv'));
    expect(streams.out).toBe('done\n');
    expect(streams.err).toContain('INPUT_EMPTY');
  });

  it('names each stage once where stderr is no terminal', () => {
    const streams = createRecorder();
    const { progress } = createOutput({}, streams);
    for (let i = 0; i <= 10; i++) progress('als sweep', i, 10);
    progress('pack', 0, 1);
    expect(streams.err).toMatch(/^ +0\.\d s {2}als sweep\n +0\.\d s {2}pack\n$/);
  });

  it.each(Object.keys(ERRORS) as ErrorCode[])('exits with the code of %s', (code) => {
    const streams = createRecorder();
    createOutput({}, streams).fail(fail(code, 'here'));
    expect(streams.code).toBe(EXIT_CODES[code]);
    expect(streams.err).toMatch(new RegExp(`^vitrine: ${code}: .*here`));
    expect(streams.out).toBe('');
  });

  it('gives an error as JSON on stdout with --json, with its particulars', () => {
    const streams = createRecorder();
    createOutput({ json: true }, streams).fail(fail('INPUT_REJECTED', 'events.csv', { lines: [7] }));
    expect(JSON.parse(streams.out)).toMatchObject({
      error: { code: 'INPUT_REJECTED', where: 'events.csv', details: { lines: [7] } },
    });
    expect(streams.code).toBe(65);
  });

  it('calls what is not ours INTERNAL and keeps its message', () => {
    const streams = createRecorder();
    createOutput({}, streams).fail(new TypeError('x is undefined'));
    expect(streams.err).toContain('INTERNAL');
    expect(streams.err).toContain('x is undefined');
    expect(streams.code).toBe(70);
  });

  it('colours on a terminal only, and not with NO_COLOR', () => {
    const label = (streams: ReturnType<typeof createRecorder>) => {
      createOutput({}, streams).fail(fail('INPUT_EMPTY'));
      return streams.err;
    };
    const sequence = '\u001b[';
    expect(label(createRecorder({ isTTY: true }))).toContain(sequence);
    expect(label(createRecorder({ isTTY: true, env: { NO_COLOR: '1' } }))).not.toContain(sequence);
    expect(label(createRecorder({ isTTY: true, env: { TERM: 'dumb' } }))).not.toContain(sequence);
    expect(label(createRecorder())).not.toContain(sequence);
  });
});
