import type { TrainConfig } from '../config.ts';
import type { Random } from '../random.ts';

/** A setting's new value: the path in the config, and how it is drawn. */
export interface Knob {
  /** "transitions.decay". */
  path: string;
  draw(random: Random): number | string;
}

const uniform = (low: number, high: number) => (random: Random) => rounded(random.between(low, high));
/** Even over orders of magnitude. */
const logUniform = (low: number, high: number) => (random: Random) =>
  rounded(Math.exp(random.between(Math.log(low), Math.log(high))));
const whole = (low: number, high: number) => (random: Random) =>
  Math.round(Math.exp(random.between(Math.log(low), Math.log(high))));
const oneOf =
  <T extends number | string>(...values: T[]) =>
  (random: Random) =>
    random.pick(values);

/** Three digits: more would say nothing, and a config is read by people. */
const rounded = (value: number) => Number(value.toPrecision(3));

/** What may be tuned of each family, by where its settings lie. Sizes (keep, dimensions) are the byte budget's to say. */
const FAMILY_KNOBS: Record<string, Record<string, Knob['draw']>> = {
  als: { alpha: logUniform(0.01, 3), lambda: logUniform(0.001, 0.05), sweeps: oneOf(6, 8, 12) },
  bag: {
    lags: oneOf(5, 10, 20, 40),
    temperature: logUniform(0.04, 0.2),
    dropout: uniform(0, 0.5),
    negativePower: uniform(0.2, 0.9),
    rate: logUniform(0.004, 0.03),
  },
  warp: { rate: logUniform(0.02, 0.15), maxSampled: oneOf(5, 10, 20, 40), epochs: oneOf(10, 20, 30) },
  mf: { rank: oneOf(10, 20, 30, 60), lambda: logUniform(0.01, 0.5) },
  twoTower: { temperature: logUniform(0.04, 0.2), rate: logUniform(0.0005, 0.005), epochs: oneOf(5, 10, 20) },
  transitions: {
    window: whole(3, 60),
    beta: uniform(0, 1.2),
    reverse: uniform(0, 1),
    lengthPower: uniform(0, 0.6),
    tau: logUniform(0.05, 2),
    rowPower: uniform(0.3, 1),
    shrink: logUniform(1, 40),
    popularityPower: uniform(0, 0.4),
    decay: uniform(0.3, 0.97),
  },
  neighbours: {
    similarity: oneOf('cosine', 'tf-idf', 'bm25'),
    shrink: logUniform(1, 100),
    decay: uniform(0.6, 1),
    last: whole(5, 100),
  },
  localEase: ridges({ targetPower: uniform(0, 0.6) }),
  ease: ridges({}),
  autoencoder: ridges({}),
  together: { shrink: logUniform(1, 50), liftPower: uniform(0, 1), sizePower: uniform(0, 1), decay: uniform(0.5, 1) },
};

function ridges(more: Record<string, Knob['draw']>): Record<string, Knob['draw']> {
  return { ridge: logUniform(5, 500), dropout: uniform(0.1, 0.8), userPower: uniform(0, 1), ...more };
}

/**
 * What may be tuned for this config: the settings of the families that are named, and how events and age count where the log says
 * either. `families` are keys of the config ("localEase").
 */
export function knobsFor(
  config: TrainConfig,
  families: readonly string[],
  log: { hasTimes: boolean; events: readonly string[] },
): Knob[] {
  const knobs: Knob[] = [];
  if (log.hasTimes) knobs.push({ path: 'halfLifeDays', draw: oneOf(0, 14, 30, 60, 90, 180, 365) });
  // Weights are scaled to the commonest event: of one event alone they say nothing.
  const weighted = Object.keys(config.eventWeights).filter((event) => log.events.includes(event));
  if (weighted.length > 1)
    for (const event of weighted) knobs.push({ path: `eventWeights.${event}`, draw: logUniform(0.2, 20) });
  for (const family of families)
    for (const [name, draw] of Object.entries(FAMILY_KNOBS[family] ?? {}))
      knobs.push({ path: `${family}.${name}`, draw });
  return knobs;
}
