// `npx tsx bench/offPolicy.ts`: writes the measured tables of docs/off-policy.md. The Open Bandit data lies in ../shared/data.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Estimated } from '../src/trainer/evaluation/offPolicy/intervals.ts';
import { evaluatePolicies, type OffPolicyReport } from '../src/trainer/evaluation/offPolicy/offPolicy.ts';
import { impressionCases } from '../src/trainer/impressions/cases.ts';
import { type ExaminationMethod, estimateExamination } from '../src/trainer/impressions/examination.ts';
import { countExposure } from '../src/trainer/impressions/exposure.ts';
import { joinImpressions } from '../src/trainer/impressions/join.ts';
import { type Attraction, biasOf, simulatedShop } from '../src/trainer/impressions/simulatedShop.test-support.ts';
import { readBandit } from '../src/trainer/read/readBandit.ts';
import { examination } from '../src/trainer/simulate/taste.ts';
import type { EventLog } from '../src/trainer/tables/log.ts';

export const OBD = resolve(import.meta.dirname, '../../shared/data/obd');
export const PAGE = resolve(import.meta.dirname, '../docs/off-policy.md');

/** Each campaign's two policies, one from the log of the other and the other way round. */
export async function measureObd(): Promise<OffPolicyReport[]> {
  const reports: OffPolicyReport[] = [];
  for (const campaign of ['men', 'women']) {
    const names = [`random_${campaign}`, `bts_${campaign}`];
    const logs = [];
    for (const name of names) logs.push({ name, log: await readBandit(`${OBD}/${name}.csv.gz`) });
    const [random, bts] = logs;
    reports.push(await evaluatePolicies({ log: random!, policies: [bts!] }));
    reports.push(await evaluatePolicies({ log: bts!, policies: [random!] }));
  }
  return reports;
}

const percent = (value: number) => (100 * value).toFixed(2);
const estimate = ({ value, bootstrap: [low, high] }: Estimated) =>
  `${percent(value)} [${percent(low)}, ${percent(high)}]`;
const markdown = (rows: string[][]) => {
  const [head, ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  return [head, `| ${rows[0]!.map((_, n) => (n === 0 ? '---' : '---:')).join(' | ')} |`, ...body].join('\n');
};

/** Click rates in percent with the bootstrap's intervals. */
export function obdTable(reports: readonly OffPolicyReport[]): string {
  return markdown([
    [
      'from the log of',
      'policy',
      'own click rate, %',
      'inverse propensity',
      'self-normalised',
      'doubly robust',
      'worth, of 10,000',
    ],
    ...reports.flatMap(({ log, policies }) =>
      policies.map(({ policy, own, estimates: { ips, snips, dr }, weights }) => [
        `\`${log}\``,
        `\`${policy}\``,
        own ? estimate(own) : '',
        ...[ips, snips, dr].map(estimate),
        Math.round(weights.effective).toLocaleString('en-GB'),
      ]),
    ),
  ]);
}

const PLACES = 8;
/** Times shown that make a rate. */
const ENOUGH = 20;
const METHODS: [ExaminationMethod, string][] = [
  ['fixed-effects', 'fixed effects (the default)'],
  ['position-model', 'position-based model'],
  ['rates', 'click rate by place'],
];

/** The default simulated shop: how much of a list is looked at, really and by estimate; and what weights make of the bias of items. */
export function measurePlaces() {
  const { log, attraction } = simulatedShop({ items: 600, shoppers: 3000, days: 90, seed: 1 });
  const impressions = joinImpressions(log);
  const truth = Array.from({ length: PLACES }, (_, at) => examination(at + 1));
  const [from, to] = [0, Number.POSITIVE_INFINITY];
  const cases = impressionCases(log, from, to);
  // Half the shoppers come back to a list after a click.
  const known = { ...estimateExamination(log, impressions), byPlace: Float64Array.from(truth), afterClick: 0.5 };
  return {
    correlation: correlationsOf(log, attraction),
    truth,
    estimates: METHODS.map(([method]) => [...estimateExamination(log, impressions, method).byPlace.slice(0, PLACES)]),
    bias: {
      unweighted: biasOf(cases, attraction, false),
      weighted: biasOf(cases, attraction, true),
      known: biasOf(impressionCases(log, from, to, { examination: known }), attraction, true),
    },
  };
}

/** Rank correlation (Spearman 1904) of an item's clicks, by times shown and by looks, with how often it is clicked by who looks at it. */
function correlationsOf(log: EventLog, attraction: Attraction) {
  const impressions = joinImpressions(log);
  const { looks, clicks } = countExposure(log, impressions, estimateExamination(log, impressions));
  const shown = new Float64Array(log.items.length);
  const truth = new Float64Array(log.items.length);
  for (const row of impressions.row) {
    const item = log.item[row]!;
    shown[item]!++;
    truth[item]! += attraction(log.shoppers[log.shopper[row]!]!, log.items[item]!, log.time[row]!);
  }
  const items = [...log.items.keys()].filter((item) => shown[item]! >= ENOUGH);
  const ranks = (value: (item: number) => number) => {
    const order = [...items].sort((a, b) => value(a) - value(b) || a - b);
    return new Map(order.map((item, rank) => [item, rank]));
  };
  const real = ranks((item) => truth[item]! / shown[item]!);
  const correlation = (of: Map<number, number>) => {
    const squares = items.reduce((sum, item) => sum + (of.get(item)! - real.get(item)!) ** 2, 0);
    return 1 - (6 * squares) / (items.length * (items.length ** 2 - 1));
  };
  return {
    shown: correlation(ranks((item) => clicks[item]! / shown[item]!)),
    looks: correlation(ranks((item) => clicks[item]! / looks[item]!)),
  };
}

export function placesTable({ truth, estimates, bias, correlation }: ReturnType<typeof measurePlaces>): string {
  const two = (value: number) => value.toFixed(2);
  const three = (value: number) => value.toFixed(3);
  return [
    markdown([
      ['place', ...truth.map((_, at) => `${at + 1}`)],
      ['truth', ...truth.map(two)],
      ...METHODS.map(([, name], n) => [name, ...estimates[n]!.map(two)]),
    ]),
    '',
    `Share of clicks of an item against the chance that it is clicked by who looks at it, mean difference: ${three(bias.unweighted)} as`,
    `logged, ${three(bias.weighted)} weighted, ${three(bias.known)} weighted by the truth. Rank correlation of its click rate with that chance:`,
    `${three(correlation.shown)} by times shown, ${three(correlation.looks)} by looks.`,
  ].join('\n');
}

/** The page with its blocks replaced. */
export function fillPage(page: string, blocks: Readonly<Record<string, string>>): string {
  return page.replace(/(<!-- measured:([a-z]+) -->\n)[\s\S]*?(<!-- \/measured -->)/g, (whole, open, name, close) =>
    blocks[name] === undefined ? whole : `${open}${blocks[name]}\n${close}`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const blocks: Record<string, string> = { places: placesTable(measurePlaces()) };
  if (existsSync(OBD)) blocks.obd = obdTable(await measureObd());
  else console.log('no ../shared/data: the table of the Open Bandit data stays as it is');
  writeFileSync(PAGE, fillPage(readFileSync(PAGE, 'utf8'), blocks));
}
