import type { LadderStep, RankerCard, RankingReport, ScoreFigures } from '../../evaluation/ranking/report.ts';
import type { Metrics, PairedGain } from '../../evaluation/report.ts';
import type { Drawing } from '../chart.ts';
import { dataTable, type TableColumn } from '../dataTable.ts';
import { countText, metricName, metricText, shareText } from '../format.ts';
import { type Html, html } from '../html.ts';
import { importanceChart } from './importance.ts';
import { liftChart } from './lift.ts';
import { intervalText, spanChart } from './models.ts';
import { precisionRecallChart, reliabilityChart, rocChart } from './rankingCurves.ts';

/** What a page knows of a ranker: all of it of a benchmark, what its card says of a training. */
export interface RankingContent extends Partial<RankingReport> {
  /** Share of what was taken that the retrieval proposed at all, with its interval. */
  candidateRecall?: { mean: number; interval?: readonly [number, number] | undefined } | undefined;
}

/** What ranking is worth, and how it comes to that. */
export function rankingPart({ gain, scores, card, candidateRecall }: RankingContent, draw: Drawing['draw']): Html {
  return html`${lead({ scores, card, candidateRecall })}
${gain && Object.keys(gain.metrics).length > 0 && gains(gain, draw)}
${card?.ladder && card.ladder.length > 0 && ladderTable(card.ladder)}
${
  scores &&
  html`${scoreTable(scores)}${[rocChart(scores), precisionRecallChart(scores), reliabilityChart(scores)].map(draw)}${confusionTable(scores)}${draw(liftChart(scores.lift))}`
}
${card?.importance && Object.keys(card.importance).length > 0 && draw(importanceChart(card.importance))}
${card?.validation && Object.keys(card.validation).length > 0 && validationTable(card.validation)}`;
}

function lead({ scores, card, candidateRecall }: RankingContent): Html {
  const sentences = [
    candidateRecall &&
      `The retrieval proposed ${shareText(candidateRecall.mean)} of what was taken${rangeText(candidateRecall.interval)}: no ranking can list more.`,
    card && shareSentence(card),
    scores &&
      `Below, ${countText(scores.candidates)} candidates of ${countText(scores.cases)} cases, ${shareText(scores.taken / scores.candidates)} of which were taken.`,
  ];
  return html`<p>${sentences.filter(Boolean).join(' ')}</p>`;
}

const rangeText = (interval: readonly [number, number] | undefined) =>
  interval ? ` (${shareText(interval[0])} to ${shareText(interval[1])})` : '';

function shareSentence({ share, rounds }: RankerCard): string | undefined {
  if (share === undefined) return undefined;
  if (share >= 1) return 'On validation ranking gained nothing: the order is that of the retrieval alone.';
  const trees = rounds ? `, of ${countText(rounds)} trees,` : '';
  return `The score is the probability that the ranker${trees} gives, times ${(1 - share).toFixed(2)}, and that of the retrieval, times ${share.toFixed(2)}, as validation chose.`;
}

function gains({ metrics, newItems }: NonNullable<RankingContent['gain']>, draw: Drawing['draw']): Html {
  // Where one thing is taken in each case, recall and hit are one figure.
  const said = Object.values(metrics).map((one) => JSON.stringify(one));
  const names = Object.keys(metrics).filter((_, at) => said.indexOf(said[at]!) === at);
  const aspects = [
    { title: 'all items', suffix: '', gains: metrics },
    { title: 'items new to the shopper', suffix: ', new items', gains: newItems },
    // Where a protocol masks what is known, the two are one.
  ].slice(0, JSON.stringify(metrics) === JSON.stringify(newItems) ? 1 : 2);
  const table = dataTable('Gain of ranking over the retrieval alone, case by case', names, [
    { title: 'metric', cell: metricName },
    ...aspects.flatMap(({ title, gains }): TableColumn<string>[] => [
      { title, isNumber: true, cell: (name) => gainText(gains[name]) },
      { title: 'p', isNumber: true, cell: (name) => chanceText(gains[name]) },
    ]),
  ]);
  const spans = aspects.flatMap(({ suffix, gains }) =>
    names
      .filter((name) => gains[name])
      .map((name) => ({
        name: `${metricName(name)}${suffix}`,
        value: gains[name]!.mean,
        interval: gains[name]!.interval,
        isOurs: suffix === '',
      })),
  );
  const title = 'Gain of ranking over the retrieval alone, with 95 % intervals: above 0 where ranking helps';
  return draw(spanChart(title, 'gain', spans, table, true));
}

/** A gain of a Brier score may lie beyond the fourth digit. */
const signed = (value: number) =>
  `${value > 0 ? '+' : ''}${value !== 0 && Math.abs(value) < 0.0005 ? value.toPrecision(2) : metricText(value)}`;

const gainText = (
  gain: Pick<PairedGain, 'mean' | 'interval'> | undefined,
  isLoss = (gain?.mean ?? 0) < 0,
): Html | string =>
  gain
    ? html`<span${isLoss ? html` class="loss"` : ''}>${signed(gain.mean)}</span>${intervalText(gain.interval)}`
    : '–';

const chanceText = (gain: PairedGain | undefined) => (!gain ? '–' : gain.p < 0.001 ? '< 0.001' : gain.p.toFixed(3));

/** Figures that are the better the lower they are. */
const LOSSES = new Set(['logLoss', 'brier', 'ece']);

function scoreTable({ parts, gain, chance }: ScoreFigures): Html {
  const of = (part: keyof typeof parts) => (name: string) =>
    html`${metricText(parts[part].metrics[name])}${intervalText(parts[part].intervals[name])}`;
  return html`${dataTable('Scores of the candidates against what was taken', Object.keys(parts.blend.metrics), [
    { title: 'figure', cell: metricName },
    { title: 'the score', isNumber: true, cell: of('blend') },
    { title: 'ranker alone', isNumber: true, cell: of('ranker') },
    { title: 'retrieval alone', isNumber: true, cell: of('factors') },
    {
      title: 'score - retrieval',
      isNumber: true,
      cell: (name) => {
        const one = gain.factors[name];
        return gainText(one, one && (LOSSES.has(name) ? one.mean > 0 : one.mean < 0));
      },
    },
  ])}<p class="note">Log loss and Brier score are the better the lower; the mean rate, said of every candidate, has ${metricText(chance.logLoss)} and ${metricText(chance.brier)}. Precision and recall are of the ten best, recall of all that was taken.</p>`;
}

function confusionTable({ confusion }: ScoreFigures): Html {
  const { threshold, chosenOn, truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  const chosen = {
    validation: 'which training chose on validation',
    half: 'which has the best F1 on every second shopper; counted on the others',
    same: 'which has the best F1 here',
  }[chosenOn];
  const rows = [
    { name: 'taken', yes: truePositives, no: falseNegatives },
    { name: 'not taken', yes: falsePositives, no: trueNegatives },
  ];
  const caption = `Confusion at a score of ${metricText(threshold)}, ${chosen}`;
  return html`${dataTable(caption, rows, [
    { title: 'was', cell: ({ name }) => name },
    { title: 'at or above', isNumber: true, cell: ({ yes }) => countText(yes) },
    { title: 'below', isNumber: true, cell: ({ no }) => countText(no) },
  ])}<p class="note">Precision ${metricText(confusion.precision)}, recall ${metricText(confusion.recall)}, F1 ${metricText(confusion.f1)}.</p>`;
}

const ladderTable = (ladder: readonly LadderStep[]): Html =>
  dataTable(
    'From the simplest ranker to the one that ships, on the same rows of validation; the last two were chosen on them',
    ladder,
    [
      { title: 'ranker', cell: ({ name }) => name },
      { title: 'AUC', isNumber: true, cell: ({ auc }) => metricText(auc) },
      { title: 'average precision', isNumber: true, cell: ({ averagePrecision }) => metricText(averagePrecision) },
      { title: 'precision@10', isNumber: true, cell: ({ p10 }) => metricText(p10) },
      { title: 'recall@10', isNumber: true, cell: ({ r10 }) => metricText(r10) },
    ],
  );

/** Of validation, which is measured in nDCG. */
const VALIDATED: Record<string, string> = {
  retrieval: 'nDCG of the retrieval alone',
  ranking: 'nDCG with ranking',
  threshold: 'score with the best F1',
};

const validationTable = (validation: Metrics): Html =>
  dataTable('What training measured on validation, which chose by it', Object.keys(validation), [
    { title: 'figure', cell: (name) => VALIDATED[name] ?? metricName(name) },
    { title: 'value', isNumber: true, cell: (name) => metricText(validation[name]) },
  ]);
