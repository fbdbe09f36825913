import type { Section } from '../../bundle/bundle.ts';
import { arrayOf } from '../../bundle/section.ts';
import type { OnnxRuntime } from '../../candidates/encoders/runner.ts';
import type { OnnxModel } from '../ranker.ts';
import { featuresOf } from '../readRanker.ts';
import { createOnnxScorer } from './onnx.ts';

/** Starts the model of a section `ranker` of kind `onnx`. @throws BUNDLE_LAYOUT, RANKER_UNAVAILABLE */
export async function startRanker(section: Section, runtime: OnnxRuntime): Promise<OnnxModel> {
  const model = arrayOf(section, 'model', Uint8Array);
  const { scoreRows } = await createOnnxScorer(model, featuresOf(section).length, runtime);
  return { section, scoreRows };
}
