import { describe, expect, it } from 'vitest';
import { createProgram, run } from './program.ts';
import { createRecorder } from './recorder.ts';

async function vitrine(...argv: string[]) {
  const streams = createRecorder();
  await run(argv, streams);
  return streams;
}

describe('vitrine', () => {
  it('prints its help and version on stdout and exits 0', async () => {
    const help = await vitrine('--help');
    expect(help.code).toBe(0);
    for (const verb of createProgram().commands) expect(help.out).toContain(verb.name());
    const version = await vitrine('--version');
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await vitrine('inspect', '--help')).out).toContain('--bundle <dir>');
  });

  it.each([
    ['no verb', []],
    ['an unknown verb', ['polish']],
    ['help of an unknown verb', ['help', 'trian']],
    ['an unknown option', ['inspect', '--bundel', 'x']],
    ['a missing option', ['inspect']],
    ['an option without its value', ['inspect', '--bundle']],
    ['an argument nobody asked for', ['inspect', '--bundle', 'x', 'y']],
    ['a number that is none', ['serve', '--dir', '.', '--port', 'http']],
    ['a number out of range', ['serve', '--dir', '.', '--port', '65536']],
  ])('exits 64 for %s', async (_, argv) => {
    const streams = await vitrine(...argv);
    expect(streams.code).toBe(64);
    expect(streams.err).toMatch(/^vitrine: USAGE: /);
    expect(streams.err.trimEnd()).not.toContain('\n');
    expect(streams.out).toBe('');
  });

  it('suggests what a typo meant', async () => {
    expect((await vitrine('inspcet')).err).toContain('Did you mean inspect?');
    expect((await vitrine('inspect', '--bundle', 'x', '--jsn')).err).toContain('Did you mean --json?');
    expect((await vitrine('inspect', '--bundel', 'x')).err).toContain(
      "'--bundle <dir>' not specified, and option '--bundel' is unknown",
    );
  });

  it('names the verbs where help is asked of none of them', async () => {
    expect((await vitrine('help', 'trian')).err).toContain("there is no verb 'trian'; there are simulate, resolve,");
  });

  it('gives usage errors as JSON with --json', async () => {
    const streams = await vitrine('inspect', '--json');
    expect(JSON.parse(streams.out)).toMatchObject({ error: { code: 'USAGE' } });
    expect(streams.err).toBe('');
    expect(streams.code).toBe(64);
  });

  it('has --json and --quiet on every verb', () => {
    for (const verb of createProgram().commands) {
      const flags = verb.options.map((option) => option.long);
      expect(flags, verb.name()).toContain('--json');
      expect(flags, verb.name()).toContain('--quiet');
    }
  });
});
