import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { fail } from '../errors/failAny.ts';
import { type Cache, noCache } from '../trainer/cache/cache.ts';
import { readLogThrough } from '../trainer/cache/readLogThrough.ts';
import { parseConfig, type TrainConfig } from '../trainer/config.ts';
import { withDigest } from '../trainer/onnx/encoder.ts';
import { readCatalogue } from '../trainer/read/readCatalogue.ts';
import { parseBytes } from '../trainer/recipe/budget.ts';
import { familiesNamed } from '../trainer/recipe/families.ts';
import {
  type CatalogueRow,
  type EventLog,
  LOG_FORMATS,
  type LogFormat,
  type ReadReport,
} from '../trainer/tables/log.ts';
import { digestOfModel } from '../trainer/text/sentenceModel.ts';
import { DEFAULT_MODELS } from '../trainer/train.ts';
import type { Output, OutputOptions } from './output.ts';
import { list, wholeNumber } from './verb.ts';

/** Options of the verbs that read a log. */
export interface LogOptions extends OutputOptions {
  format: LogFormat;
  maxBad: number;
  minRating: number;
}

/** Options of the verbs that train. */
export interface TrainOptions extends LogOptions {
  catalogue?: string;
  config?: string;
  seed?: number;
  budget?: number;
  model?: string[];
  textModel?: string;
  encoder?: string;
  encoderIds?: string;
  encoderItems?: string;
}

/** `usual`: what the format is where it is not said; absent: it must be. */
export function withLogOptions(command: Command, usual?: string): Command {
  const format = new Option('--format <format>', `what the log is${usual ? ` (${usual})` : ''}`);
  return command
    .addOption(format.choices([...LOG_FORMATS]).makeOptionMandatory(usual === undefined))
    .option('--max-bad <share>', 'share of unreadable lines above which the run is refused', numberFrom(0, 1), 0.01)
    .option('--min-rating <rating>', 'movielens: leave out ratings below this', numberFrom(0, 100), 4);
}

/** `stock`: what the verb makes of a catalogue's stock. */
export function withTrainOptions(command: Command, stock: string, usualFormat?: string): Command {
  return withLogOptions(command, usualFormat)
    .option('--catalogue <file>', `Merchant feed (TSV, CSV or XML); ${stock}`)
    .option('--config <file>', 'JSON of training settings, see docs/cli.md')
    .option('--seed <n>', 'start of every random choice (default: 1)', wholeNumber(0))
    .option(
      '--budget <size>',
      'what the bundle may take, as in 25MB (default: 200 kB and 210 bytes an item)',
      parseBytes,
    )
    .option('--model <names>', 'families of models in place of what validation would choose (als, ease, bag ...)', list)
    .option(
      '--text-model <model>',
      'a folder or hub name of a sentence-embedding model, which reads the catalogue in place of counted words',
    )
    .option('--encoder <model.onnx>', 'a sequence model of your own in place of the item factors, see docs/onnx.md')
    .option('--encoder-ids <ids.txt>', 'the item ids that it knows, one a line')
    .option('--encoder-items <vectors.f32>', 'their vectors, where the model does not give them itself');
}

/** Reads a log and says what was left out of it. */
export async function readLogFor(
  file: string,
  options: LogOptions,
  output: Output,
  cache: Cache = noCache,
): Promise<EventLog> {
  const log = await readLogThrough(cache, file, options, output.progress);
  sayReport(file, log.report, output);
  return log;
}

/** Reads the catalogue file that was named, if one was. */
export async function readCatalogueFor(file: string | undefined, output: Output): Promise<CatalogueRow[] | undefined> {
  if (file === undefined) return undefined;
  const { rows, report } = await readCatalogue(file);
  sayReport(file, report, output);
  return rows;
}

/** The training settings: defaults, then `--config`, then `--seed`, `--budget` and `--model`. @throws INPUT_MISSING, CONFIG_INVALID */
export async function readConfigFor({
  config,
  seed,
  budget,
  model = [],
  textModel,
  ...encoder
}: TrainOptions): Promise<TrainConfig> {
  let settings: unknown = {};
  if (config !== undefined) {
    let text: string;
    try {
      text = await readFile(config, 'utf8');
    } catch {
      throw fail('INPUT_MISSING', config);
    }
    try {
      settings = JSON.parse(text);
    } catch (thrown) {
      throw fail('CONFIG_INVALID', `${config}: ${(thrown as Error).message}`);
    }
  }
  // Parsed before the seed goes in: spreading would make an object of whatever the file holds.
  const parsed = parseConfig(settings);
  const onnx = await encoderFor(encoder, parsed);
  return {
    ...parsed,
    onnx,
    content: await contentFor(textModel, parsed),
    models: { ...parsed.models, ...familiesNamed(model, DEFAULT_MODELS) },
    ...(seed === undefined ? {} : { seed }),
    ...(budget === undefined ? {} : { budget }),
  };
}

/** The settings of content with the text model that the option names over the config, and the digest of its folder. */
async function contentFor(
  option: string | undefined,
  { content: { textDigest: _, ...content } }: TrainConfig,
): Promise<TrainConfig['content']> {
  const textModel = option ?? content.textModel;
  if (textModel === undefined) return content;
  const textDigest = await digestOfModel(textModel);
  return { ...content, textModel, ...(textDigest === undefined ? {} : { textDigest }) };
}

/** The files of an encoder from outside, as the options name them over the config, with their digest. @throws USAGE, INPUT_MISSING */
async function encoderFor(
  { encoder, encoderIds, encoderItems }: Pick<TrainOptions, 'encoder' | 'encoderIds' | 'encoderItems'>,
  { onnx }: TrainConfig,
): Promise<TrainConfig['onnx']> {
  const files = {
    ...onnx,
    ...(encoder === undefined ? {} : { model: encoder }),
    ...(encoderIds === undefined ? {} : { ids: encoderIds }),
    ...(encoderItems === undefined ? {} : { items: encoderItems }),
  };
  if (files.model === undefined && files.ids === undefined && files.items === undefined) return onnx;
  if (files.model === undefined || files.ids === undefined)
    throw fail('USAGE', '--encoder goes with --encoder-ids, which names the items that it knows');
  return withDigest(files);
}

export function sayReport(file: string, report: ReadReport, output: Output): void {
  const skipped = Object.entries(report.skipped).map(([reason, count]) => `${count} ${reason}`);
  output.say(
    `${file}: ${report.used} of ${report.rows} rows${skipped.length > 0 ? `; left out: ${skipped.join(', ')}` : ''}`,
  );
  if (report.bad === 0) return;
  output.say(`${file}: ${report.bad} lines could not be read`);
  for (const { line, reason } of report.badLines) output.say(`  line ${line}: ${reason}`);
}

export function numberFrom(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max))
      throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
    return value;
  };
}
