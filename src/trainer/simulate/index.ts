export { DEFAULTS, LIMITS } from './options.ts';
export { runSimulate } from './run.ts';
export type { SimulateOptions, SimulateSummary } from './types.ts';
