import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fail } from '../errors/failAny.ts';
import type { ReportSource } from '../trainer/report/content.ts';
import { renderReport } from '../trainer/report/page.ts';
import { writeReport, writeWhole } from '../trainer/report/writeReport.ts';
import { findRun, readSource } from '../trainer/runs/readRuns.ts';
import { runsDir } from './keepRun.ts';
import type { Output, OutputOptions } from './output.ts';
import { act, createVerb } from './verb.ts';

interface Options extends OutputOptions {
  runs?: string;
  out?: string;
}

/** `vitrine report RUN`: the report of a run, or of a report.json, as one HTML file. */
export const reportCommand = (): Command =>
  createVerb('report', 'Write the report of a run as one HTML file')
    .argument('<run>', 'a run by id, a part of it, last or last~1; or a report.json')
    .option('--runs <dir>', 'where runs are kept (default: runs)')
    .option('--out <file>', 'where it goes, its figures as JSON beside it (default: into the run)')
    .action((name: string, options: Options) => act<Options>((given, output) => report(name, given, output))(options));

async function report(name: string, options: Options, output: Output): Promise<void> {
  const dir = runsDir(options, output) ?? 'runs';
  const isFile = name.endsWith('.json');
  const run = isFile ? undefined : await findRun(dir, name);
  const source = run ? await readSource(dir, run) : await readFigures(name);
  const out = options.out ?? (run ? join(dir, run.id, 'report.html') : `${name.slice(0, -'.json'.length)}.html`);
  // Beside its own figures, only the page is new.
  if (options.out === undefined) await writeWhole(out, await renderReport(source));
  else await writeReport(out, source);
  output.result({ out, ...(run ? { run: run.id } : {}) }, out);
}

async function readFigures(file: string): Promise<ReportSource> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw fail('INPUT_MISSING', file);
  }
  try {
    const source = JSON.parse(text) as ReportSource;
    if (!['benchmark', 'evaluate', 'train'].includes(source.verb) || !source.result) throw new Error('no figures');
    return source;
  } catch {
    throw fail('INPUT_COLUMNS', `${file} is no report.json of vitrine`);
  }
}
