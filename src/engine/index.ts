export type { Bundle, Section, TypedArray } from './bundle/bundle.ts';
export {
  FORMAT_VERSION,
  type Manifest,
  type SectionEntry,
  type SectionName,
  type ServingConfig,
} from './bundle/manifest.ts';
export { type Digest, loadLater, openBundle, type ReadFile, readSectionOf } from './bundle/open.ts';
export type { RunSequence } from './candidates/encoders/sequence.ts';
export { EVENT_NAMES, type EventName, type Interaction } from './events.ts';
export { createJsKernels } from './kernels/js.ts';
export type { Kernels } from './kernels/kernels.ts';
export { createWasmKernels } from './kernels/wasm.ts';
export { checkLog, readProfileFile, writeProfileFile } from './profile/file.ts';
export {
  appendInteractions,
  forgetInteractions,
  forgetItems,
  type InteractionKey,
  isInteraction,
  MAX_LOG,
  MAX_TIME,
  mergeLogs,
} from './profile/log.ts';
export type { Profile, ProfileSummary } from './profile/types.ts';
export { createEngine, type Engine, type EngineOptions } from './recommender.ts';
export { MAX_K } from './shelf/checkRequest.ts';
export type * from './shelf/types.ts';
