import { EVENT_NAMES } from '../../engine/events.ts';
import { fail } from '../../errors/failAny.ts';
import { type TrainConfig, TrainConfigSchema } from '../config.ts';
import type { FitInput, Learned } from '../fit.ts';
import { learn } from '../learn.ts';
import { chooseSplit } from '../recipe/split.ts';
import type { EventLog } from '../tables/log.ts';
import type { Journal, Trial } from './journal.ts';
import { bestOf, propose, withChanges } from './propose.ts';
import { type Knob, knobsFor } from './space.ts';

export interface TuneInput extends Pick<FitInput, 'log' | 'catalogue' | 'models' | 'kernels' | 'progress' | 'cache'> {
  config: TrainConfig;
  /** The figure of validation to raise: "ndcg@10" (what a shopper takes next) or "newItems.ndcg@10". */
  metric: string;
  seed: number;
  journal: Journal;
  /** Seconds to search for: no trial begins after them, but the first. */
  seconds: number;
  /** Trials in all, those of the journal among them. */
  trials: number;
  /** Milliseconds, for tests. */
  clock?: () => number;
  /** Told of each trial when it is over. */
  onTrial?: (trial: Trial, best: Trial) => void;
}

export interface Tuned {
  best: Trial;
  /** The config as it is, for comparison. */
  first: Trial;
  trials: number;
  /** Of these, how many were in the journal already. */
  resumed: number;
}

/**
 * Searches for settings that validation likes better than those of the config: trial 0 is the recipe's own choice, the others keep its
 * families and change settings that the recipe does not search. Every trial is asked for the same cases, which lie in what training
 * holds out; nothing else of the log is looked at. The best of many is liked too well by the cases that chose it: `vitrine benchmark`
 * with the config says what it is worth.
 * @throws TOO_LITTLE_DATA where the log is too small to hold anything out; USAGE for a metric that validation does not give
 */
export async function tune(input: TuneInput): Promise<Tuned> {
  const { config, metric, journal, clock = () => performance.now() } = input;
  const split = chooseSplit({ ...input.log, catalogue: timeless(input) }, config);
  const resumed = journal.trials.length;
  const started = clock();
  const spent = () => (clock() - started) / 1000;
  // One bar for the search, and not one for each stage of each trial.
  const progress = () => input.progress('tune', Math.min(spent(), input.seconds), input.seconds);
  const run = async (number: number, base: TrainConfig, changes: Trial['changes']) => {
    const from = clock();
    const learned = await learn({ ...input, progress, config: withChanges(base, changes) }, split);
    const value = learned.metrics[metric];
    if (Object.keys(learned.metrics).length === 0) throw fail('TOO_LITTLE_DATA', 'too few shoppers to tune on');
    if (value === undefined)
      throw fail('USAGE', `validation gives no ${metric}; it gives ${Object.keys(learned.metrics).join(', ')}`);
    const seconds = (clock() - from) / 1000;
    const trial = { number, changes, value, metrics: learned.metrics, seconds, config: settled(learned) };
    await journal.add(trial);
    input.onTrial?.(trial, bestOf(journal.trials));
  };
  if (journal.trials.length === 0) await run(0, config, {});
  const first = journal.trials[0]!;
  const base = withChanges(config, familiesOf(first));
  const knobs = knobsOf(first, input);
  while (journal.trials.length < input.trials && spent() < input.seconds) {
    const number = journal.trials.length;
    await run(number, base, propose(knobs, journal.trials, input.seed, number));
  }
  input.progress('tune', input.seconds, input.seconds);
  return { best: bestOf(journal.trials), first, trials: journal.trials.length, resumed };
}

/** What is learned as a config says it: families by name, settings in full, nothing that only the recipe knows. Plain JSON. */
function settled({ config, families }: Learned): Record<string, unknown> {
  const all = { ...config, models: { ...config.models, ...families } };
  const known = Object.entries(all).filter(([key]) => Object.hasOwn(TrainConfigSchema.entries, key));
  return JSON.parse(JSON.stringify(Object.fromEntries(known)));
}

/** The families of trial 0, by table: later trials compare settings, not families. */
function familiesOf({ config }: Trial): Trial['changes'] {
  const models = config.models as Record<string, string>;
  return Object.fromEntries(Object.entries(models).map(([table, name]) => [`models.${table}`, name]));
}

function knobsOf(first: Trial, { config, models, log }: TuneInput): Knob[] {
  const chosen = new Set(Object.values(first.config.models as Record<string, string>));
  const keys = models
    .filter(({ name, table }) => chosen.has(name) || table === 'together')
    .map(({ name, settings }) => settings ?? name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
  return knobsFor(config, [...new Set(keys)], { hasTimes: log.hasTimes, events: eventsOf(log) });
}

const eventsOf = (log: EventLog): string[] => {
  const codes = new Set(log.event);
  return EVENT_NAMES.filter((_, code) => codes.has(code));
};

/** Stock and price are of today, when what is held out is over. */
const timeless = ({ log, catalogue = [] }: TuneInput) =>
  [...log.catalogue, ...catalogue].map(({ inStock: _, price: __, ...row }) => row);
