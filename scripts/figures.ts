// `npm run figures`: measures everything the README states, writes docs/figures.json and the README's blocks. Minutes, not seconds.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Figures, fillReadme, readFigures, readReadme } from './readme.ts';

const ROOT = resolve(import.meta.dirname, '..');
const RETAIL = resolve(ROOT, '../shared/data/online-retail/online_retail.csv.gz');

const run = (command: string, args: string[], env: Record<string, string> = {}) =>
  execFileSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
const json = <T>(command: string, args: string[]): T => JSON.parse(run(command, args)) as T;

run('npm', ['run', '--silent', 'build']);

// From nothing, as after a fresh clone.
for (const made of ['.cache/demo-shop', 'public/models/demo', 'dist/demo'])
  rmSync(join(ROOT, made), { recursive: true, force: true });
const started = performance.now();
run('npx', ['tsx', 'scripts/demo.ts', '--no-serve']);
const demoSeconds = (performance.now() - started) / 1000;

const clickFile = join(ROOT, 'test-results/click.json');
run('npx', ['playwright', 'test', 'e2e/page/click.spec.ts']);
const click = JSON.parse(readFileSync(clickFile, 'utf8')) as Figures['click'];

const { files, bundles } = json<{
  files: Figures['size']['files'];
  bundles: (Figures['size']['bundle'] & { name: string })[];
}>('npx', ['tsx', 'scripts/size.ts', '--json']);
const { items, sections, first, total } = bundles.find(({ name }) => name === 'demo')!;

const figures: Figures = {
  machine: { cores: cpus().length, node: process.versions.node },
  size: { files, bundle: { items, sections, first, total } },
  demoSeconds,
  click,
};
const retail = existsSync(RETAIL)
  ? measureRetail()
  : existsSync(join(ROOT, 'docs/figures.json'))
    ? readFigures().onlineRetail
    : undefined;
if (retail) figures.onlineRetail = retail;
writeFileSync(join(ROOT, 'docs/figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
writeFileSync(join(ROOT, 'README.md'), fillReadme(readReadme(), figures));

function measureRetail(): NonNullable<Figures['onlineRetail']> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-figures-'));
  const vitrine = join(ROOT, 'bin/vitrine.js');
  const { trainSeconds, peakRssBytes, bundleBytes } = json<NonNullable<Figures['onlineRetail']>['train']>('node', [
    vitrine,
    'train',
    '--quiet',
    '--json',
    '--format',
    'online-retail',
    '--events',
    RETAIL,
    '--out',
    join(folder, 'bundle'),
  ]);
  const report = json<NonNullable<Figures['onlineRetail']>['benchmark']>('node', [
    vitrine,
    'benchmark',
    'temporal',
    '--quiet',
    '--json',
    '--format',
    'online-retail',
    '--train',
    RETAIL,
  ]);
  rmSync(folder, { recursive: true });
  const { shoppers, metrics, newItems, baselines, intervals } = report;
  return {
    train: { trainSeconds, peakRssBytes, bundleBytes },
    benchmark: {
      shoppers,
      metrics,
      newItems,
      baselines,
      intervals,
    },
  };
}
