import type { TrainConfig } from '../config.ts';
import { parseConfig } from '../config.ts';
import type { Split } from '../evaluation/protocols/protocol.ts';
import type { FitInput } from '../fit.ts';
import type { EventLog } from '../tables/log.ts';
import { familiesOf } from './families.ts';
import { createFits, type Fits } from './fits.ts';
import { blendWith, type Question, rowsOf } from './judge.ts';
import { openSettings, settingsOf, withSettings } from './settings.ts';

/** nDCG that reading a history another way must gain: less is noise. */
const MIN_GAIN = 1.01;

/**
 * How a device is to read histories: with recent interactions counting more, or all alike (`halfLifeDays` 0), as where what is asked for is
 * drawn from all of a history. Judged by taste, the one table that reads a history as a whole, at its first guess, where cases
 * have many targets: of the next step order says most, which reads by place and not by age. A half-life of the config's own is kept.
 */
export async function chooseReading(
  input: FitInput,
  log: EventLog,
  cases: Split['cases'],
  question: Question,
): Promise<{ config: TrainConfig; fits: Fits }> {
  const { config, models } = input;
  const usual = { config, fits: createFits(input, log, cases) };
  const [family] = familiesOf('factors', models, config.models);
  const isOpen = config.halfLifeDays === parseConfig().halfLifeDays;
  if (!log.hasTimes || !question.isOfMany || !isOpen || !family) return usual;
  const flat = { ...config, halfLifeDays: 0 };
  const even = { config: flat, fits: createFits({ ...input, config: flat }, log, cases) };
  const ndcgOf = async ({ config, fits }: typeof usual) => {
    const [guess = {}] = (await family.trials?.(fits.tuning, config)) ?? [];
    const guessed = withSettings(family, config, openSettings(family, config, guess as Record<string, unknown>));
    const cheaper = family.sketch?.(settingsOf(family, guessed)) ?? {};
    const sketched = withSettings(family, guessed, openSettings(family, config, cheaper));
    const engine = await fits.engineOf([{ model: family, config: sketched }]);
    return blendWith(rowsOf(engine, question), {}, undefined).mean;
  };
  return (await ndcgOf(even)) > MIN_GAIN * (await ndcgOf(usual)) ? even : usual;
}
