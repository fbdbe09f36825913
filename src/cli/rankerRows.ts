import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { RANKING_FEATURES } from '../engine/ranking/inputs/inputs.ts';
import { asVitrineError, fail } from '../errors/failAny.ts';
import { makeCases } from '../trainer/evaluation/cases.ts';
import { loadKernels } from '../trainer/kernels.ts';
import { engineOf } from '../trainer/onnx/run.ts';
import { rowsCsv } from '../trainer/ranker/export/rowsCsv.ts';
import { questionsOf } from '../trainer/ranker/questions.ts';
import { collectRankingRows } from '../trainer/ranker/rows.ts';
import { splitByTime } from '../trainer/tables/split.ts';
import { openFolder } from './folder.ts';
import { NO_FACTS } from './importRanker.ts';
import { type LogOptions, readLogFor, withLogOptions } from './input.ts';
import type { Output } from './output.ts';
import { act, createVerb, wholeNumber } from './verb.ts';

interface Options extends LogOptions {
  bundle: string;
  events: string;
  out: string;
  candidates: number;
  drawn: number;
  seed: number;
}

/** `vitrine ranker-rows`: what a ranker learns from, for who trains one elsewhere. */
export const rankerRowsCommand = (): Command =>
  withLogOptions(createVerb('ranker-rows', "Write what a ranker learns from: candidates with the engine's features"))
    .requiredOption('--bundle <dir>', 'a bundle that was trained on the earlier part of the log')
    .requiredOption('--events <file>', "the log; what was taken after the bundle's window is what is learned")
    .requiredOption('--out <file.csv>', 'where the rows go')
    .option('--candidates <n>', 'candidates of a shelf', wholeNumber(1, 1000), 300)
    .option(
      '--drawn <n>',
      'of those not taken, rows drawn, whose weight is what they stand for',
      wholeNumber(1, 1000),
      60,
    )
    .option('--seed <n>', 'seed of what is drawn', wholeNumber(0), 1)
    .action(act(run));

async function run(options: Options, output: Output): Promise<void> {
  const { candidates, drawn, seed, out } = options;
  const bundle = await openFolder(options.bundle);
  const log = await readLogFor(options.events, options, output);
  if (!log.hasTimes) throw fail('TOO_LITTLE_DATA', 'the log has no times, so nothing in it comes after the bundle');
  const { serving, window } = bundle.manifest;
  const now = Date.parse(window.to) + 1;
  const { earlier, later } = splitByTime(log, now);
  const cases = makeCases(earlier, later, serving.eventWeights);
  const questions = questionsOf(cases, now, [serving.repeats === 'allow' ? 'all' : 'new']);
  if (questions.length === 0)
    throw fail('TOO_LITTLE_DATA', `no shopper has events both before and after the bundle's window, ${window.to}`);
  const engine = await engineOf(bundle, await loadKernels());
  const rows = await collectRankingRows(engine, questions, {
    features: RANKING_FEATURES,
    candidates,
    negatives: drawn,
    seed,
  });
  if (!bundle.section('facts')) output.say(NO_FACTS);
  const names = RANKING_FEATURES.map(({ name }) => name);
  try {
    await pipeline(Readable.from(rowsCsv(rows, names, bundle.catalogue.ids)), createWriteStream(`${out}.tmp`));
    await rename(`${out}.tmp`, out);
  } catch (thrown) {
    await rm(`${out}.tmp`, { force: true }).catch(() => {});
    throw asVitrineError(thrown, 'OUTPUT_FAILED', out);
  }
  const result = {
    out,
    rows: rows.labels.length,
    groups: rows.offsets.length - 1,
    taken: rows.labels.reduce((sum, label) => sum + label, 0),
    features: names,
  };
  output.result(
    result,
    `${out}: ${result.rows} rows of ${result.groups} shelves, ${result.taken} taken, ${names.length} features`,
  );
}
