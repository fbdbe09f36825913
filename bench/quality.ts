// `npx tsx bench/quality.ts [--only NAME,NAME] [--float] [--write]`: the default recipe on public data, by the CLI that everybody has.
// Each row is a process of its own. With --write a row takes the place of its former figures in docs/quality.json and README.md.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { BenchmarkReport } from '../src/trainer/evaluation/report.ts';
import { fillQuality, QUALITY_ROWS, type QualityResult, qualityTable, resultOf } from './qualityTable.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DATA = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const FILE = `${ROOT}docs/quality.json`;

const { values } = parseArgs({
  options: { only: { type: 'string' }, float: { type: 'boolean' }, write: { type: 'boolean' } },
});

const only = values.only?.split(',');
const unknown = only?.find((name) => !QUALITY_ROWS.some((row) => row.name === name));
if (unknown) throw new Error(`--only ${unknown}: there are ${QUALITY_ROWS.map(({ name }) => name).join('; ')}`);

const results: QualityResult[] = [];
for (const row of QUALITY_ROWS.filter(({ name }) => !only || only.includes(name))) {
  const args = row.command.map((word) => (word.startsWith('@') ? `${DATA}${word.slice(1)}` : word));
  const missing = args.find((word) => word.startsWith(DATA) && !existsSync(word));
  if (missing) {
    console.error(`${row.name}: skipped, this machine has no ${missing}`);
    continue;
  }
  console.error(row.name);
  const flags = values.float ? ['--float', '--json', '--no-runs', '--quiet'] : ['--json', '--no-runs', '--quiet'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'src/cli/main.ts', 'benchmark', ...args, ...flags],
    { cwd: ROOT, maxBuffer: 1 << 28 },
  );
  const today = new Date().toISOString().slice(0, 10);
  results.push(resultOf(row, JSON.parse(stdout) as BenchmarkReport, today));
  if (values.write) write(results);
}
console.log(qualityTable(results));

function write(fresh: readonly QualityResult[]): void {
  const former = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as QualityResult[]) : [];
  const all = QUALITY_ROWS.flatMap(({ name }) => {
    const result = fresh.find((one) => one.name === name) ?? former.find((one) => one.name === name);
    return result ? [result] : [];
  });
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`);
  const readme = `${ROOT}README.md`;
  writeFileSync(readme, fillQuality(readFileSync(readme, 'utf8'), all));
}
