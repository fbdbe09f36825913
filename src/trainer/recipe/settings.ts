import { parseConfig, type TrainConfig } from '../config.ts';
import type { Model } from '../models/model.ts';

/** A family with its settings in place: what may fill a table. */
export interface Choice {
  model: Model;
  config: TrainConfig;
}

type Settings = Record<string, unknown>;

/** Where a model's settings lie in the config. */
function keyOf({ settings, name }: Model): keyof TrainConfig {
  return settings ?? (name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof TrainConfig);
}

/** A model's settings in a config; empty for one that has none. */
export function settingsOf(model: Model, config: TrainConfig): Settings {
  return (config[keyOf(model)] ?? {}) as Settings;
}

/** The config with these settings of a model over its own. */
export function withSettings(model: Model, config: TrainConfig, settings: Settings): TrainConfig {
  return { ...config, [keyOf(model)]: { ...settingsOf(model, config), ...settings } };
}

/** What of `settings` the config leaves open: a setting of its own that is not the default stays. */
export function openSettings(model: Model, config: TrainConfig, settings: Settings): Settings {
  const own = settingsOf(model, config);
  const usual = settingsOf(model, parseConfig());
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => JSON.stringify(own[key]) === JSON.stringify(usual[key])),
  );
}

/** The config with what several choices say of their own models. */
export function mergeChoices(config: TrainConfig, choices: readonly Choice[]): TrainConfig {
  return choices.reduce(
    (merged, { model, config: chosen }) => withSettings(model, merged, settingsOf(model, chosen)),
    config,
  );
}
