import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { type Counts, countPlaywright, countStep, countVitest, sum } from './counts.ts';

// `npm test`: everything that must hold, in order, each step timed; the last line is "N passed, N failed".
// `npm run test:long`: what takes minutes or real data, in the same form.

const reports = mkdtempSync(join(tmpdir(), 'vitrine-test-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

interface Step {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Runs on what the build made: after a failed build it would test an older one. */
  needsBuild?: boolean;
  count?: (exitCode: number) => Counts;
}

const BUILD: Step = { name: 'build', command: ['npm', 'run', '--silent', 'build'] };

const STEPS: Step[] = [
  { name: 'lint', command: ['biome', 'check'] },
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'boundaries', command: ['tsx', 'scripts/check-boundaries.ts'] },
  BUILD,
  {
    name: 'unit',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    needsBuild: true,
    count: (exitCode) => countVitest(read(vitestReport), exitCode),
  },
  {
    name: 'browser',
    command: ['playwright', 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    needsBuild: true,
    count: (exitCode) => countPlaywright(read(playwrightReport), exitCode),
  },
  { name: 'size', command: ['tsx', 'scripts/size.ts'], needsBuild: true },
];

const LONG_STEPS: Step[] = [
  BUILD,
  {
    name: 'long',
    command: [
      'vitest',
      'run',
      '--mode',
      'long',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    needsBuild: true,
    count: (exitCode) => countVitest(read(vitestReport), exitCode),
  },
];
const steps = process.argv.includes('--long') ? LONG_STEPS : STEPS;

const outcomes: { name: string; seconds: number; counts: Counts; note: string }[] = [];
let isBuilt = false;
for (const { name, command, env, needsBuild, count = countStep } of steps) {
  console.log(`\n── ${name}: ${command[0]} ${command.slice(1, 3).join(' ')}`);
  const from = performance.now();
  const isSkipped: boolean = needsBuild === true && !isBuilt;
  const exitCode: number = isSkipped ? 1 : await run(command, env);
  if (name === 'build') isBuilt = exitCode === 0;
  const seconds = (performance.now() - from) / 1000;
  const counts = isSkipped ? countStep(1) : count(exitCode);
  outcomes.push({ name, seconds, counts, note: isSkipped ? 'not run: the build failed' : '' });
}

console.log('');
for (const { name, seconds, counts, note } of outcomes) {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const line = `${seconds.toFixed(1).padStart(6)} s  ${counts.passed} passed, ${counts.failed} failed${skipped}`;
  console.log(`${name.padEnd(11)}${line}${note ? ` (${note})` : ''}`);
}
const total = sum(outcomes.map(({ counts }) => counts));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
rmSync(reports, { recursive: true });
process.exitCode = total.failed > 0 ? 1 : 0;

function run([command, ...args]: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((done) => {
    const path = `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}`;
    const child = spawn(command!, args, { stdio: 'inherit', env: { ...process.env, PATH: path, ...env } });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(1);
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
