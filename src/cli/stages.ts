import type { EvaluationReport, PairedGain, StageFigures } from '../trainer/evaluation/report.ts';
import { table } from './table.ts';

const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(4)}`;

/** Paired gains, a line a metric, under a line that says over what. */
export function gainLines(
  over: string,
  gains: Readonly<Record<string, PairedGain>>,
  names: readonly string[],
): string[] {
  return [
    `gain over ${over}, 95 % paired bootstrap, p of the randomisation test`,
    table(
      names.flatMap((name) => (gains[name] ? [{ name, ...gains[name] }] : [])),
      [
        { title: '', text: ({ name }) => name },
        { title: 'gain', text: ({ mean }) => signed(mean), align: 'right' },
        { title: 'interval', text: ({ interval: [low, high] }) => `[${signed(low)}, ${signed(high)}]` },
        { title: 'p', text: ({ p }) => p.toFixed(4), align: 'right' },
      ],
    ),
  ];
}

/** What retrieval and ranking are worth apart: the gain of ranking where there is a ranker, and the ceiling of any. */
export function stageLines(
  { ranking, candidateRecall, intervals }: StageFigures & Pick<EvaluationReport, 'intervals'>,
  names: readonly string[],
): string[] {
  const parts = ranking?.scores?.parts;
  const figure = (part: 'blend' | 'factors', name: string) => {
    const { metrics, intervals } = parts![part];
    return metrics[name]!.toFixed(4) + rangeText(intervals[name]);
  };
  return [
    ...(ranking ? gainLines('the retrieval alone', ranking.gain.metrics, names) : []),
    ...(parts
      ? [
          `scores: AUC ${figure('blend', 'auc')}, of the retrieval ${figure('factors', 'auc')}; average precision ${figure('blend', 'averagePrecision')}, of the retrieval ${figure('factors', 'averagePrecision')}`,
        ]
      : []),
    ...(candidateRecall
      ? [
          `candidate recall: ${candidateRecall.all.toFixed(4)}${rangeText(intervals.candidateRecall?.all)} of what was taken was proposed at all, ${candidateRecall.newItems.toFixed(4)}${rangeText(intervals.candidateRecall?.newItems)} of what was new; no ranking lists more`,
        ]
      : []),
  ];
}

const rangeText = (interval: readonly [number, number] | undefined) =>
  interval ? ` [${interval[0].toFixed(3)}, ${interval[1].toFixed(3)}]` : '';
