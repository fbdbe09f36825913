import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Estimated } from '../trainer/evaluation/offPolicy/intervals.ts';
import {
  DEFAULT_CLIP,
  ESTIMATORS,
  type Estimator,
  evaluatePolicies,
  type OffPolicyInput,
  type OffPolicyReport,
  type PolicyReport,
} from '../trainer/evaluation/offPolicy/offPolicy.ts';
import type { PolicyOrigin } from '../trainer/evaluation/offPolicy/policy.ts';
import { readBandit } from '../trainer/read/readBandit.ts';
import { isPolicyTable, readPolicyTable } from '../trainer/read/readPolicyTable.ts';
import { numberFrom, sayReport } from './input.ts';
import type { Output, OutputOptions } from './output.ts';
import { table } from './table.ts';
import { act, createVerb, list, wholeNumber } from './verb.ts';

interface Options extends OutputOptions {
  log: string;
  policy: string[];
  clip: number;
  seed: number;
  maxBad: number;
}

/** The policy that needs no file. */
const UNIFORM = 'uniform';

/** `vitrine off-policy`: the click rate of a policy, from the log of another. */
export const offPolicyCommand = (): Command =>
  createVerb('off-policy', "Estimate policies' click rates from the log of another, without showing them to anybody")
    .requiredOption(
      '--log <file>',
      'impressions, CSV: item_id, click, propensity_score, and position, user_... where there are any; docs/off-policy.md',
    )
    .requiredOption(
      '--policy <files>',
      `policies to estimate: logs of the same columns, for what they showed and their own click rate; tables of item_id, probability and position; ${UNIFORM}: every item alike`,
      list,
    )
    .option('--clip <weight>', 'largest weight of an impression', numberFrom(1, Number.MAX_VALUE), DEFAULT_CLIP)
    .option('--seed <n>', 'seed of the bootstrap and of the reward model', wholeNumber(0), 1)
    .option('--max-bad <share>', 'share of unreadable lines above which the run is refused', numberFrom(0, 1), 0.01)
    .action(act(offPolicy));

async function offPolicy({ log: file, policy, clip, seed, maxBad }: Options, output: Output): Promise<void> {
  const read = async (path: string) => {
    const log = await readBandit(path, { maxBad }, output.progress);
    sayReport(path, log.report, output);
    return log;
  };
  const log = await read(file);
  const policies: OffPolicyInput['policies'][number][] = [];
  for (const path of policy) {
    const name = basename(path);
    if (path === UNIFORM) policies.push({ name });
    else if (await isPolicyTable(path)) policies.push({ name, table: await readPolicyTable(path) });
    else policies.push({ name, log: await read(path) });
  }
  const report = await evaluatePolicies({
    log: { name: basename(file), log },
    policies,
    clip,
    seed,
    progress: output.progress,
  });
  output.result(report, describe(report));
}

const ORIGINS: Record<PolicyOrigin, string> = {
  uniform: 'every item alike',
  propensities: 'its propensities, which never change',
  table: 'its table',
  shown: 'as it showed items on average, whoever looked',
};

const NAMES: Record<Estimator, string> = {
  ips: 'inverse propensity',
  snips: 'self-normalised',
  dr: 'doubly robust',
};

function describe({ log, items, positions, logged, clip, policies }: OffPolicyReport): string {
  const { impressions, clicks } = logged;
  return [
    `${log}: ${clicks} clicks of ${impressions} impressions, ${rate(logged.value)} ${interval(logged.normal)}; ${items} items, ${positions.length} position${positions.length === 1 ? '' : 's'}`,
    ...policies.flatMap((policy) => ['', ...describePolicy(policy, impressions, clip)]),
  ].join('\n');
}

function describePolicy(
  { policy, origin, unknown, weights, estimates, own, difference }: PolicyReport,
  impressions: number,
  clip: number,
): string[] {
  const rows = ESTIMATORS.map((name) => ({ name: NAMES[name], ...estimates[name], difference: difference?.[name] }));
  return [
    `${policy}: ${ORIGINS[origin]}${unknown > 0 ? `; ${(100 * unknown).toFixed(1)} % of it unknown to the log` : ''}`,
    `weights: mean ${weights.mean.toFixed(3)}, largest ${weights.largest.toPrecision(3)}, ${weights.clipped} clipped to ${clip}; worth ${Math.round(weights.effective)} of the ${impressions} impressions`,
    table(rows, [
      { title: 'click rate', text: ({ name }) => name },
      { title: '', text: ({ value }) => rate(value), align: 'right' },
      { title: '95 % normal', text: ({ normal }) => interval(normal) },
      { title: '95 % bootstrap', text: ({ bootstrap }) => interval(bootstrap) },
      ...(own
        ? [
            {
              title: 'less its own',
              text: ({ difference: less }: (typeof rows)[number]) =>
                less ? `${signed(less.value)} ${interval(less.normal)}` : '',
            },
          ]
        : []),
    ]),
    ...(own
      ? [`its own: ${own.clicks} clicks of ${own.impressions} impressions, ${rate(own.value)} ${interval(own.normal)}`]
      : []),
  ];
}

const rate = (value: Estimated['value']) => value.toFixed(5);
const signed = (value: number) => `${value < 0 ? '' : '+'}${rate(value)}`;
const interval = ([low, high]: readonly [number, number]) => `[${rate(low)}, ${rate(high)}]`;
