import type { ServingConfig } from '../../engine/bundle/manifest.ts';
import type { SectionContent } from '../../engine/bundle/write.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { TableSource, TrainConfig } from '../config.ts';
import type { Learned } from '../fit.ts';
import type { Progress } from '../progress.ts';
import type { Tables } from '../tables/tables.ts';

/** What fitting may use beside the tables. */
export interface FitContext {
  /** Every setting, with what validation decided put in: where it has the word, nothing is `auto`. */
  config: TrainConfig;
  /** What else validation decided. */
  learned: Pick<Learned, 'mainPopularity'>;
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
  /** Where its settings lie in the config; absent: under its name in camel case (`local-ease`: `localEase`). */
  readonly settings?: keyof TrainConfig;
  /** Tried only where the config or `--model` names it: too slow, or too rarely the best, for everybody. */
  readonly isOptIn?: boolean;
  /**
   * Settings worth trying on validation, best guess first; each is merged over those of the config, whose own words win. Absent:
   * the config's alone. The recipe tries at least the first and goes on while its budget of work lasts.
   */
  readonly trials?: (
    tables: Tables,
    config: TrainConfig,
  ) => readonly Record<string, unknown>[] | Promise<readonly Record<string, unknown>[]>;
  /**
   * Does it read the order of histories? Then it is tried only where order tells: where a table of transitions gains, or a log has
   * no clock and yet an order.
   */
  readonly readsOrder?: boolean;
  /** Cheaper settings for a first look, under which trials come out in the same order (fewer sweeps, fewer dimensions). */
  // biome-ignore lint/suspicious/noExplicitAny: each family's own settings, which the recipe only hands through
  readonly sketch?: (settings: any) => Record<string, unknown>;
  /** About how many bytes its section takes for `items` under these settings, before anything is fitted. */
  // biome-ignore lint/suspicious/noExplicitAny: each family's own settings, which the recipe only hands through
  readonly bytes?: (items: number, settings: any) => number;
  /** Deterministic for tables, config and seed. A long fit pauses now and then (a Promise), so that the process hears Ctrl-C. */
  fit(tables: Tables, context: FitContext): SectionContent[] | Promise<SectionContent[]>;
}
