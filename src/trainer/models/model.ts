import type { ServingConfig } from '../../engine/bundle/manifest.ts';
import type { SectionContent } from '../../engine/bundle/write.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { TableSource, TrainConfig } from '../config.ts';
import type { Learned } from '../fit.ts';
import type { Progress } from '../progress.ts';
import type { Tables } from '../tables/tables.ts';

/** What fitting may use beside the tables. */
export interface FitContext {
  config: TrainConfig;
  /** What validation decided. */
  learned: Pick<Learned, 'als' | 'mainPopularity'>;
  /** How the device will read histories; models that aggregate them must do the same. */
  serving: Pick<ServingConfig, 'eventWeights' | 'halfLifeDays' | 'sessionGapMinutes'>;
  kernels: Kernels;
  progress: Progress;
}

/**
 * A family of models. Fitting gives the sections that ship; there is no float model to evaluate beside them, so every
 * figure is one of the bundle through the engine.
 */
export interface Model {
  readonly name: string;
  /** The source whose table it fits, where a bundle may do without; absent for what always ships. */
  readonly table?: TableSource;
  /** Deterministic for tables, config and seed. A long fit pauses now and then (a Promise), so that the process hears Ctrl-C. */
  fit(tables: Tables, context: FitContext): SectionContent[] | Promise<SectionContent[]>;
}
