import { parseConfig, type TrainConfig } from '../config.ts';
import { Random } from '../random.ts';
import type { Knob } from './space.ts';

/** Settings by their paths in the config. */
export type Changes = Record<string, number | string>;

/** One trial that is over. */
export interface Told {
  changes: Changes;
  /** What validation said; higher is better. */
  value: number;
}

/** Trials that look anywhere before those that look around the best: as many as a search needs to have seen the space. */
const ANYWHERE_FIRST = 4;

/** Share of later trials that still look anywhere: the best so far may be a small hill. */
const ANYWHERE = 0.25;

/**
 * What to try as trial `number` (from 1; trial 0 is the config as it is): at first and now and then some settings drawn from all of
 * their range, else one to three settings of the best so far drawn anew (a (1+1) evolution strategy with restarts; Bergstra, Bengio
 * 2012 on why chance does well here). It hangs on the seed, the number and what earlier trials said, so a search that is resumed
 * goes on as it would have.
 */
export function propose(knobs: readonly Knob[], told: readonly Told[], seed: number, number: number): Changes {
  const random = new Random(seed, `tune ${number}`);
  const isAnywhere = number <= ANYWHERE_FIRST || random.chance(ANYWHERE);
  const from = isAnywhere ? {} : bestOf(told).changes;
  const most = isAnywhere ? Math.max(1, Math.ceil(knobs.length / 3)) : Math.min(3, knobs.length);
  const chosen = random.shuffle(knobs).slice(0, 1 + random.below(most));
  return { ...from, ...Object.fromEntries(chosen.map(({ path, draw }) => [path, draw(random)])) };
}

/** The trial that did best, of equals the first. */
export function bestOf<T extends Told>(told: readonly T[]): T {
  return told.reduce((best, one) => (one.value > best.value ? one : best));
}

/** The config with changes put in. @throws CONFIG_INVALID where it does not allow one */
export function withChanges(config: TrainConfig, changes: Changes): TrainConfig {
  const copy = structuredClone(config) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    let at = copy;
    for (const key of keys.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[keys.at(-1)!] = value;
  }
  return parseConfig(copy);
}

/** What of a config differs from the defaults: the shortest file that says the same. */
export function essence(config: TrainConfig): Record<string, unknown> {
  return difference(config, parseConfig()) as Record<string, unknown>;
}

function difference(value: unknown, usual: unknown): unknown {
  if (!isRecord(value) || !isRecord(usual)) return value;
  const entries = Object.entries(value)
    .filter(([key, entry]) => JSON.stringify(entry) !== JSON.stringify(usual[key]))
    .map(([key, entry]) => [key, difference(entry, usual[key])] as const);
  return Object.fromEntries(entries);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
