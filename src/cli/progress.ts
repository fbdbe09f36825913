import cliProgress from 'cli-progress';
import type { Progress } from '../trainer/progress.ts';
import { aboutText, Stages, type StageView } from './progressStages.ts';

export interface ProgressOptions {
  quiet: boolean;
  isTerminal: boolean;
  stderr: { write(text: string): unknown };
  /** Milliseconds; default: the clock. */
  now?: (() => number) | undefined;
}

/** Elsewhere than on a terminal, a stage says more of itself after so many seconds. */
const TELL_AGAIN = 15;

/**
 * Draws a trainer's progress on stderr: on a terminal one bar with what remains of the stage; elsewhere a line a stage with the time
 * since the start, and one now and then while it lasts (a log file full of redrawn bars cannot be read). `stop` takes the bar away
 * so that other lines may be written; the next call draws on.
 */
export function createProgress(options: ProgressOptions): { tell: Progress; stop(): void } {
  if (options.quiet) return { tell: () => {}, stop: () => {} };
  return options.isTerminal ? bars(options) : lines(options);
}

function lines({ stderr, now = () => performance.now() }: ProgressOptions): { tell: Progress; stop(): void } {
  const stages = new Stages();
  const known = new Set<string>();
  const started = now();
  let told = Number.NEGATIVE_INFINITY;
  return {
    tell(stage, done, total) {
      const at = now();
      const view = stages.tell(stage, done, total, at);
      const isFirst = !known.has(stage);
      known.add(stage);
      if (!isFirst && (at - told) / 1000 < TELL_AGAIN) return;
      told = at;
      const time = `${((at - started) / 1000).toFixed(1).padStart(7)} s`;
      stderr.write(`${time}  ${isFirst ? stage : describe(view)}\n`);
    },
    stop: () => {},
  };
}

/** "choosing factors 3 of 10 (als), about 40 s left". */
function describe({ stage, inner, done, total, left }: StageView): string {
  const part =
    total <= 1000 && Number.isInteger(done) ? `${done} of ${total}` : `${Math.floor((100 * done) / total)} %`;
  return `${stage} ${part}${inner ? ` (${inner})` : ''}${left === undefined ? '' : `, about ${aboutText(left)} left`}`;
}

function bars({ now = () => performance.now() }: ProgressOptions): { tell: Progress; stop(): void } {
  const stages = new Stages();
  let bar: cliProgress.SingleBar | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    tell(stage, done, total) {
      const view = stages.tell(stage, done, total, now());
      const payload = {
        stage: `${view.stage}${view.inner ? ` (${view.inner})` : ''}`.padEnd(28).slice(0, 48),
        time: view.left === undefined ? aboutText(view.elapsed) : `about ${aboutText(view.left)} left`,
      };
      if (!bar) {
        bar = new cliProgress.SingleBar(
          {
            format: '{stage} {bar} {percentage} %  {time}',
            stream: process.stderr,
            hideCursor: true,
            barsize: 24,
            clearOnComplete: true,
          },
          cliProgress.Presets.shades_classic,
        );
        bar.start(view.total, view.done, payload);
      } else {
        bar.setTotal(view.total);
        bar.update(view.done, payload);
      }
    },
    stop,
  };
}
