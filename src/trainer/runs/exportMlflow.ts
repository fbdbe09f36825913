import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asVitrineError, fail } from '../../errors/failAny.ts';
import { besideOf } from '../unfinished.ts';
import { flatten, type Run } from './run.ts';

/** The experiment that holds all runs: any number, as long as it is not another's. */
const EXPERIMENT = '847294610';

/** Longest text that MLflow takes for a parameter. */
const MAX_PARAM = 6000;

/**
 * Writes runs as a folder that `mlflow ui --backend-store-uri DIR` reads: the layout of MLflow's FileStore (mlflow.org, "Backend
 * stores", "Local file store"), one experiment "vitrine", a run a folder with meta.yaml, metrics/, params/, tags/, artifacts/.
 * MLflow's names allow no "@": ndcg@10 goes as ndcg_at_10. Runs that are there already stay as they are.
 * @returns how many runs were written
 * @throws OUTPUT_EXISTS where `out` holds another experiment of this number; OUTPUT_FAILED
 */
export async function exportMlflow(runsDir: string, runs: readonly Run[], out: string): Promise<number> {
  const folder = join(resolve(out), EXPERIMENT);
  await makeExperiment(folder, runs);
  let written = 0;
  for (const run of runs) {
    const id = createHash('sha256').update(run.id).digest('hex').slice(0, 32);
    const target = join(folder, id);
    if (existsSync(target)) continue;
    const beside = besideOf(target);
    try {
      await writeFiles(beside, filesOf(run, id, target));
      for (const name of ['run.json', 'report.json', 'report.html']) {
        const file = join(runsDir, run.id, name);
        if (existsSync(file)) await copyFile(file, join(beside, 'artifacts', name));
      }
      await rename(beside, target);
    } catch (thrown) {
      await rm(beside, { recursive: true, force: true }).catch(() => {});
      throw asVitrineError(thrown, 'OUTPUT_FAILED', target);
    }
    written++;
  }
  return written;
}

async function makeExperiment(folder: string, runs: readonly Run[]): Promise<void> {
  const file = join(folder, 'meta.yaml');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) {
    if (!/^name: vitrine$/m.test(known)) throw fail('OUTPUT_EXISTS', `${file} is another experiment's`);
    return;
  }
  const times = runs.map(({ startedAt }) => Date.parse(startedAt)).sort((a, b) => a - b);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(
      file,
      yaml({
        artifact_location: pathToFileURL(folder).href,
        creation_time: times[0] ?? 0,
        experiment_id: quoted(EXPERIMENT),
        last_update_time: times.at(-1) ?? 0,
        lifecycle_stage: 'active',
        name: 'vitrine',
      }),
    );
  } catch (thrown) {
    throw asVitrineError(thrown, 'OUTPUT_FAILED', folder);
  }
}

/** Path within the run's folder -> content. */
function filesOf(run: Run, id: string, target: string): Map<string, string> {
  const start = Date.parse(run.startedAt);
  const end = start + Math.round(1000 * run.seconds);
  const files = new Map<string, string>();
  files.set(
    'meta.yaml',
    yaml({
      artifact_uri: pathToFileURL(join(target, 'artifacts')).href,
      end_time: end,
      entry_point_name: quoted(''),
      experiment_id: quoted(EXPERIMENT),
      lifecycle_stage: 'active',
      run_id: quoted(id),
      run_name: quoted(run.id),
      run_uuid: quoted(id),
      source_name: quoted(''),
      source_type: 4,
      source_version: quoted(''),
      start_time: start,
      // FINISHED.
      status: 3,
      tags: '[]',
      user_id: 'vitrine',
    }),
  );
  const unique = namer();
  for (const [name, value] of Object.entries({ ...run.metrics, seconds: run.seconds }))
    if (Number.isFinite(value)) files.set(`metrics/${unique(`m ${name}`, name)}`, `${end} ${value} 0\n`);
  for (const [name, value] of Object.entries(flatten(run.params)))
    files.set(`params/${unique(`p ${name}`, name)}`, String(value).slice(0, MAX_PARAM));
  const tags: Record<string, string> = {
    'mlflow.runName': run.id,
    'mlflow.source.name': `vitrine ${run.verb}`,
    'mlflow.source.type': 'LOCAL',
    'mlflow.user': 'vitrine',
    'vitrine.version': run.version,
    'vitrine.data': run.data.map(({ file, sha256 }) => `${file} ${sha256}`).join('\n'),
    ...(run.made?.bundleVersion ? { 'vitrine.bundle': run.made.bundleVersion } : {}),
    ...(run.made?.model ? { 'vitrine.model': run.made.model } : {}),
  };
  for (const [name, value] of Object.entries(tags)) files.set(`tags/${name}`, value);
  return files;
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const name of ['artifacts', 'metrics', 'params', 'tags']) await mkdir(join(folder, name), { recursive: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Names that MLflow takes (letters, digits, "_", "-", "." and spaces), no two alike: names are files. */
function namer(): (key: string, name: string) => string {
  const used = new Set<string>();
  return (key, name) => {
    const scope = key.slice(0, 2);
    const base = name
      .replaceAll('@', '_at_')
      .replace(/[^\w\-. ]/g, '_')
      .replace(/^\.+/, '_');
    let plain = base;
    for (let n = 2; used.has(scope + plain.toLowerCase()); n++) plain = `${base}_${n}`;
    used.add(scope + plain.toLowerCase());
    return plain;
  };
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

const yaml = (entries: Record<string, string | number>) =>
  `${Object.entries(entries)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')}\n`;
