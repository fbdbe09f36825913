import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-main-'));
});

afterAll(() => rm(dir, { recursive: true }));

interface Run {
  child: ChildProcess;
  out: string;
  err: string;
  code: Promise<number | null>;
}

function start(...argv: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...argv]);
  const run: Run = { child, out: '', err: '', code: new Promise((done) => child.on('exit', done)) };
  child.stdout.on('data', (text) => {
    run.out += text;
  });
  child.stderr.on('data', (text) => {
    run.err += text;
  });
  return run;
}

describe('vitrine as a process', { timeout: 30_000 }, () => {
  it('exits with the code of the error', async () => {
    const run = start('inspect', '--bundle', join(dir, 'nothing'));
    expect(await run.code).toBe(66);
    expect(run.err).toMatch(/^vitrine: BUNDLE_MISSING: /);
  });

  it('does not mind that nobody reads on', async () => {
    const run = start('--help');
    run.child.stdout!.destroy();
    expect(await run.code).toBe(0);
    expect(run.err).toBe('');
  });

  it.runIf(existsSync('/dev/full'))(
    'says by its exit code that stdout or stderr is full, not by a stack trace',
    async () => {
      const onto = (stdio: StdioOptions, ...argv: string[]) => {
        const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...argv], { stdio });
        let err = '';
        child.stderr?.on('data', (text) => {
          err += text;
        });
        return new Promise((done) => child.on('exit', (code) => done([code, err])));
      };
      const full = openSync('/dev/full', 'w');
      expect(await onto(['ignore', full, 'pipe'], '--version')).toEqual([
        74,
        expect.stringMatching(/^vitrine: OUTPUT_FAILED: .*stdout.*\n$/),
      ]);
      expect(await onto(['ignore', 'ignore', full], 'inspect', '--bundle', join(dir, 'nothing'))).toEqual([66, '']);
    },
  );

  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, which is a good end', async (signal) => {
    const run = start('serve', '--dir', dir, '--port', '0', '--json');
    await expect.poll(() => run.out, { timeout: 15_000 }).toContain('\n');
    const { url } = JSON.parse(run.out) as { url: string };
    expect((await fetch(url)).status).toBe(404);
    run.child.kill(signal);
    expect(await run.code).toBe(0);
    expect(run.err).not.toContain('INTERRUPTED');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGKILL', null],
  ] as const)('leaves no bundle and no rest of one when training is ended by %s', async (signal, code) => {
    const events = join(dir, 'events.csv');
    const out = join(dir, `bundle-${signal}`);
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `s${i % 4000},i${(i * i) % 997},purchase,${1_700_000_000 + i * 60}`,
    );
    await writeFile(events, `user_id,item_id,event,timestamp\n${rows.join('\n')}\n`);
    const run = start('train', '--format', 'canonical', '--events', events, '--out', out, '--json');
    await expect.poll(() => run.err, { timeout: 15_000 }).not.toBe('');
    run.child.kill(signal);
    expect(await run.code).toBe(code);
    if (signal === 'SIGINT') expect(JSON.parse(run.out)).toMatchObject({ error: { code: 'INTERRUPTED' } });
    expect((await readdir(dir)).filter((name) => name.startsWith('bundle-'))).toEqual([]);
  });
});
