// The one module: `training.wasm`. The host lays out the memory (src/trainer/kernels/softmax.ts) and passes addresses.
export { exponentiate } from './exponentiate';
export { multiply } from './multiply';
export { warpPair, warpRun } from './warp';
