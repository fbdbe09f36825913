import type { RankerContent } from '../../../engine/ranking/content.ts';
import { fail } from '../../../errors/failAny.ts';
import type { ImportedRanker } from './imported.ts';
import { importLightgbm } from './lightgbm.ts';
import { importOnnx } from './onnx.ts';
import { importXgboost } from './xgboost.ts';

/** Whose file it is. */
export type RankerFormat = 'lightgbm' | 'xgboost' | 'onnx';

export interface FeatureNames {
  /** Names of the inputs in their order, in place of those that the file has. */
  given?: readonly string[] | undefined;
  /** Those that the engine computes. */
  known: readonly string[];
  /** Inputs of other names are missing values at serving, in place of an error. */
  allowMissing?: boolean | undefined;
}

/** An imported model whose inputs are named. */
export interface NamedRanker extends ImportedRanker {
  features: string[];
  /** Those of `features` that the engine does not compute. */
  missing: string[];
}

/**
 * Reads a ranking model and names its inputs.
 * @throws RANKER_INVALID, RANKER_UNSUPPORTED, RANKER_FEATURES (no names, not one an input, one twice, unknown ones), MISSING_PACKAGE
 */
export async function importRanker(
  format: RankerFormat,
  bytes: Uint8Array,
  { given, known, allowMissing = false }: FeatureNames,
): Promise<NamedRanker> {
  if (bytes.length === 0) throw fail('RANKER_INVALID', 'the file is empty');
  const imported = await read(format, bytes, given?.length);
  const features = [...(given ?? imported.features ?? [])];
  if (features.length === 0)
    throw fail('RANKER_FEATURES', `the file does not name its ${imported.inputs} inputs`, { inputs: imported.inputs });
  if (features.length !== imported.inputs)
    throw fail('RANKER_FEATURES', `${features.length} names for ${imported.inputs} inputs`, {
      inputs: imported.inputs,
    });
  const twice = features.find((name, f) => features.indexOf(name) !== f);
  if (twice !== undefined) throw fail('RANKER_FEATURES', `two inputs are named "${twice}"`);
  const missing = features.filter((name) => !known.includes(name));
  // The bundle lists names between commas.
  const odd = missing.find((name) => name === '' || name.includes(','));
  if (missing.length > 0 && (!allowMissing || odd !== undefined || missing.length === features.length))
    throw fail('RANKER_FEATURES', `the engine computes no ${missing.map((name) => JSON.stringify(name)).join(', ')}`, {
      unknown: missing,
    });
  return { ...imported, features, missing };
}

function read(
  format: RankerFormat,
  bytes: Uint8Array,
  inputs: number | undefined,
): ImportedRanker | Promise<ImportedRanker> {
  if (format === 'lightgbm') return importLightgbm(bytes);
  return format === 'xgboost' ? importXgboost(bytes) : importOnnx(bytes, inputs);
}

/** What a bundle ships of an imported model that no log has calibrated: its own link as its probability, blended by `share`. */
export function uncalibrated(
  { model, features }: NamedRanker,
  { share, candidates }: Pick<RankerContent, 'share' | 'candidates'>,
): RankerContent {
  const { slope } = model.kind === 'trees' ? model.ensemble : model;
  const calibration = { slope, intercept: 0 };
  return { model, features, calibration, retrievalCalibration: { slope: 1, intercept: 0 }, share, candidates };
}
