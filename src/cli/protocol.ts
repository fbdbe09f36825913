import { type Command, InvalidArgumentError } from 'commander';
import type { ProtocolName } from '../trainer/evaluation/protocols/protocol.ts';
import type { TrialInput } from '../trainer/evaluation/protocols/trial.ts';
import { hasTargets } from '../trainer/read/hasTargets.ts';
import { type LogOptions, numberFrom, readLogFor } from './input.ts';
import type { Output } from './output.ts';
import { wholeNumber } from './verb.ts';

/** Options of the verbs that split a log by a protocol. */
export interface ProtocolOptions {
  test?: string;
  days?: number;
  from?: number;
  testUsers?: number;
}

export function withProtocolOptions(command: Command): Command {
  return command
    .option('--test <file>', 'pairs, next-item: what is predicted, in the format of the log')
    .option(
      '--days <n>',
      'temporal, next-item: length of what is predicted (default: 30; the last month)',
      wholeNumber(1),
    )
    .option('--from <date>', 'temporal, next-item: its first day, as in 2008-08-01', parseDay)
    .option('--test-users <share>', 'fold-in: share of shoppers held out (default: 0.1)', numberFrom(0.001, 0.9));
}

/** What the options say of a protocol, the test file read. */
export async function readProtocol(
  protocol: ProtocolName,
  { test, days, from, testUsers, ...options }: ProtocolOptions & LogOptions,
  output: Output,
): Promise<Omit<TrialInput, 'log' | 'config'>> {
  return {
    protocol,
    days,
    from,
    testUsers,
    ...(test === undefined
      ? {}
      : { test: await readLogFor(test, options, output), isTestOfTargets: await hasTargets(test) }),
  };
}

/** A day as its first moment in UTC, ms. */
function parseDay(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('It must be a day like 2008-08-01.');
  return time;
}
