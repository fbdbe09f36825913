import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { encodeRanker } from '../engine/ranking/encodeRanker.ts';
import { factsRead } from '../engine/ranking/inputs/facts.ts';
import { RANKING_FEATURES } from '../engine/ranking/inputs/inputs.ts';
import { fail } from '../errors/failAny.ts';
import { importRanker, type RankerFormat, uncalibrated } from '../trainer/ranker/import/importRanker.ts';
import { withRanker } from '../trainer/ranker/import/withRanker.ts';
import { checkOutput, writeBundle } from '../trainer/writeBundle.ts';
import { bundleReader, openFolder } from './folder.ts';
import { numberFrom } from './input.ts';
import type { Output, OutputOptions } from './output.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends OutputOptions {
  lightgbm?: string;
  xgboost?: string;
  onnx?: string;
  bundle: string;
  out: string;
  features?: string;
  allowMissing?: boolean;
  share: number;
  candidates: number;
}

const FORMATS: readonly RankerFormat[] = ['lightgbm', 'xgboost', 'onnx'];
/** Said of a bundle whose items nobody counted. */
export const NO_FACTS =
  'the bundle has no facts of its items, so that what counts them (itemTakers, itemConversion ...) is missing: train it with ranker.use "outside"';

/** What packing names: sections, and the chunks of lists. */
const PACKED = /^[a-zA-Z]+\.[0-9a-f]{12}\.bin$/;

/** `vitrine import-ranker`: a bundle with a ranking model that another library trained. */
export const importRankerCommand = (): Command =>
  createVerb('import-ranker', 'Put a ranking model that another library trained into a bundle')
    .option('--lightgbm <file>', 'a text model of LightGBM (save_model)')
    .option('--xgboost <file>', 'a model of XGBoost (save_model), JSON or UBJSON')
    .option('--onnx <file>', 'an ONNX model: trees, dense layers, or what onnxruntime-web runs')
    .requiredOption('--bundle <dir>', "the bundle's folder")
    .requiredOption('--out <dir>', 'where the bundle with the ranker goes; a former bundle is replaced')
    .option(
      '--features <names>',
      'names of its inputs in their order: a,b,c or a JSON file (default: those in the file)',
    )
    .option('--allow-missing', 'inputs that the engine does not compute are missing values')
    .option('--share <share>', "share of the retrieval's probability in the score", numberFrom(0, 1), 0)
    .option('--candidates <n>', 'candidates that are ranked', wholeNumber(1, 1000), 300)
    .action(act(run));

async function run(options: Options, output: Output): Promise<void> {
  const named = FORMATS.filter((format) => options[format] !== undefined);
  const [format] = named;
  if (!format || named.length > 1) throw fail('USAGE', 'give one of --lightgbm, --xgboost, --onnx');
  await checkOutput(options.out);
  const bundle = await openFolder(options.bundle);
  const path = options[format]!;
  const ranker = await importRanker(format, await readInput(path), {
    given: options.features === undefined ? undefined : await namesIn(options.features),
    known: RANKING_FEATURES.map(({ name }) => name),
    allowMissing: options.allowMissing,
  });
  const { model, objective, notes, missing, features } = ranker;
  const sections = encodeRanker(uncalibrated(ranker, options), 'f32');
  const size =
    model.kind === 'trees'
      ? {
          trees: model.ensemble.trees.length,
          leaves: model.ensemble.trees.reduce((n, { leaves }) => n + leaves.length, 0),
        }
      : {};
  const card = { from: format, kind: model.kind, objective, inputs: features.length, ...size };
  const own = new Set(bundle.manifest.sections.map(({ file }) => file));
  const beside = (await readdir(folderOf(options.bundle))).filter((file) => PACKED.test(file) && !own.has(file));
  const isLists = bundle.section('lists') !== undefined;
  const packed = await withRanker(bundleReader(options.bundle), sections, card, isLists ? beside : []);
  await writeBundle(options.out, packed);
  for (const note of notes) output.say(note);
  if (missing.length > 0) output.say(`missing at serving: ${missing.join(', ')}`);
  if (factsRead(features).size > 0 && !bundle.section('facts')) output.say(NO_FACTS);
  const bytes = packed.manifest.sections.find(({ name }) => name === 'ranker')!.bytes;
  const { bundleVersion } = packed.manifest;
  output.result(
    { out: options.out, bundleVersion, ...card, features, missing, notes, bytes, share: options.share },
    `${options.out}: ${bundleVersion}, ranked by ${describe(card)} over ${features.length} inputs, ${bytes} bytes`,
  );
}

const describe = (card: { kind: string; objective: string; trees?: number }) =>
  card.trees === undefined
    ? `${card.kind === 'dense' ? 'dense layers' : 'an ONNX model'}`
    : `${card.trees} trees (${card.objective})`;

const folderOf = (path: string) => (basename(path) === 'manifest.json' ? dirname(path) : path);

/** Names between commas, or of a JSON list in a file. @throws INPUT_MISSING, RANKER_FEATURES */
async function namesIn(text: string): Promise<string[]> {
  if (!/\.json$/i.test(text)) return list(text);
  let names: unknown;
  try {
    names = JSON.parse(new TextDecoder().decode(await readInput(text)));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw fail('RANKER_FEATURES', `${text} is no JSON list of names`);
}

async function readInput(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw fail('INPUT_MISSING', path);
  }
}
