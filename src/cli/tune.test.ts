import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vitrine, writeConfig, writeShop } from './writeShop.ts';

let dir: string;
let argv: string[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-cli-tune-'));
  const log = await writeShop(dir);
  const config = await writeConfig(dir);
  argv = ['tune', '--format', 'canonical', '--events', log, '--config', config, '--runs', join(dir, 'runs')];
});

afterAll(() => rm(dir, { recursive: true }));

describe('vitrine tune', { timeout: 120_000 }, () => {
  it('resumes after a kill, and writes a config that train takes', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...argv, '--trials', '50']);
    let err = '';
    child.stderr.on('data', (text) => {
      err += text;
    });
    const ended = new Promise((done) => child.on('exit', done));
    await expect.poll(() => err, { timeout: 60_000 }).toContain('trial 1:');
    child.kill('SIGKILL');
    await ended;
    const [folder] = await readdir(join(dir, 'runs'));
    const journal = () => readFile(join(dir, 'runs', folder!, 'journal.jsonl'), 'utf8');
    const before = (await journal()).split('\n').slice(0, 2);
    expect((await vitrine('runs', 'list', '--runs', join(dir, 'runs'), '--json')).err).toBe('');

    const { out, err: talk, code } = await vitrine(...argv, '--trials', '4', '--json');
    expect(code).toBe(0);
    expect(talk).toMatch(/going on after [2-9]\d* trials/);
    expect((await journal()).split('\n').slice(0, 2)).toEqual(before);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ metric: 'ndcg@10', out: join(dir, 'runs', folder!, 'config.json') });
    expect(result.trials).toBeGreaterThanOrEqual(4);
    expect(JSON.parse(await readFile(result.out, 'utf8'))).toEqual(result.config);
    const listed = JSON.parse((await vitrine('runs', 'list', '--runs', join(dir, 'runs'), '--json')).out);
    expect(listed.runs).toMatchObject([{ id: folder, verb: 'tune', params: { metric: 'ndcg@10' } }]);

    const [, , format, , events] = argv;
    const trained = await vitrine(
      'train',
      '--format',
      format!,
      '--events',
      events!,
      '--config',
      result.out,
      '--out',
      join(dir, 'out'),
    );
    expect([trained.code, trained.out]).toEqual([0, expect.stringContaining('40 items')]);
  });

  it.each(['', '10', '-5m', '0s', 'soon'])('refuses %j for a time', async (budget) => {
    expect((await vitrine(...argv, `--budget=${budget}`)).code).toBe(64);
  });
});
