import cliProgress from 'cli-progress';
import type { Progress } from '../trainer/progress.ts';

export interface ProgressOptions {
  quiet: boolean;
  isTerminal: boolean;
  stderr: { write(text: string): unknown };
}

/**
 * Draws a trainer's progress on stderr: a bar a stage on a terminal, one line a stage elsewhere (a log file full of
 * redrawn bars cannot be read). `stop` leaves the bar so that other lines may be written; the next call draws on.
 */
export function createProgress({ quiet, isTerminal, stderr }: ProgressOptions): { tell: Progress; stop(): void } {
  if (quiet) return { tell: () => {}, stop: () => {} };
  let current: string | undefined;
  if (!isTerminal) {
    return {
      tell(stage) {
        if (stage !== current) stderr.write(`${stage}\n`);
        current = stage;
      },
      stop: () => {},
    };
  }
  let bar: cliProgress.SingleBar | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
    current = undefined;
  };
  return {
    tell(stage, done, total) {
      if (stage !== current) {
        stop();
        current = stage;
        bar = new cliProgress.SingleBar(
          { format: `${stage.padEnd(24)} {bar} {percentage} %`, stream: process.stderr, hideCursor: true, barsize: 30 },
          cliProgress.Presets.shades_classic,
        );
        bar.start(total, done);
      } else {
        bar?.setTotal(total);
        bar?.update(done);
      }
      if (done >= total) bar?.stop();
    },
    stop,
  };
}
