import { rename, rm, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Bundle } from '../engine/bundle/bundle.ts';
import type { RankerContent } from '../engine/ranking/content.ts';
import { readRanker } from '../engine/ranking/readRanker.ts';
import { unpackTrees } from '../engine/ranking/trees/unpack.ts';
import { asVitrineError, fail } from '../errors/failAny.ts';
import { exportDense } from '../trainer/ranker/export/dense.ts';
import { exportLightgbm } from '../trainer/ranker/export/lightgbm.ts';
import { exportOnnx } from '../trainer/ranker/export/onnx.ts';
import { openFolder } from './folder.ts';
import type { Output, OutputOptions } from './output.ts';
import { act, createVerb } from './verb.ts';

interface Options extends OutputOptions {
  bundle: string;
  lightgbm?: string;
  onnx?: string;
}

/** `vitrine export-ranker`: a bundle's ranking model for other libraries. */
export const exportRankerCommand = (): Command =>
  createVerb('export-ranker', "Write a bundle's ranking model for LightGBM or as ONNX")
    .requiredOption('--bundle <dir>', "the bundle's folder")
    .option('--lightgbm <file>', 'write a text model of LightGBM: trees')
    .option('--onnx <file>', 'write an ONNX model: trees or nets')
    .action(act(run));

async function run({ bundle: path, lightgbm, onnx }: Options, output: Output): Promise<void> {
  const file = lightgbm ?? onnx;
  if (file === undefined || (lightgbm !== undefined && onnx !== undefined))
    throw fail('USAGE', 'give one of --lightgbm, --onnx');
  const content = readContent(await openFolder(path), path);
  const bytes = lightgbm === undefined ? toOnnx(content) : new TextEncoder().encode(toLightgbm(content));
  try {
    await writeFile(`${file}.tmp`, bytes);
    await rename(`${file}.tmp`, file);
  } catch (thrown) {
    await rm(`${file}.tmp`, { force: true }).catch(() => {});
    throw asVitrineError(thrown, 'OUTPUT_FAILED', file);
  }
  const { model, features } = content;
  output.result(
    { file, format: lightgbm === undefined ? 'onnx' : 'lightgbm', kind: model.kind, features, bytes: bytes.length },
    `${file}: ${bytes.length} bytes, ${features.length} inputs in this order: ${features.join(', ')}`,
  );
}

/** The ranker with the covers of its leaves. @throws TOO_LITTLE_DATA where there is none, BUNDLE_LAYOUT */
function readContent(bundle: Bundle, path: string): RankerContent {
  const section = bundle.section('ranker');
  if (!section) throw fail('TOO_LITTLE_DATA', `${path} has no ranker`);
  const content = readRanker(section);
  if (content.model.kind !== 'trees') return content;
  return { ...content, model: { kind: 'trees', ensemble: unpackTrees(section, bundle.section('rankerCover')) } };
}

function toLightgbm({ model, features }: RankerContent): string {
  if (model.kind === 'trees') return exportLightgbm(model.ensemble, features);
  throw fail('RANKER_UNSUPPORTED', `${model.kind}: LightGBM has trees only; use --onnx`);
}

function toOnnx({ model }: RankerContent): Uint8Array {
  if (model.kind === 'onnx') return model.model;
  return model.kind === 'dense' ? exportDense(model) : exportOnnx(model.ensemble);
}
