import { styleText } from 'node:util';
import { EXIT_CODES } from '../errors/exitCodes.ts';
import { asVitrineError } from '../errors/failAny.ts';
import type { Progress } from '../trainer/progress.ts';
import { createProgress } from './progress.ts';

/** The flags that every verb has (see verb.ts). */
export interface OutputOptions {
  /** One JSON object on stdout in place of text; errors too. */
  json?: boolean;
  /** No talk and no bars on stderr; results and errors stay. */
  quiet?: boolean;
}

/** Where text goes: process in earnest, a recorder in tests. */
export interface OutputStreams {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean };
  env: Record<string, string | undefined>;
  /** Sets the exit code of the run; the process ends when its work has. */
  exit(code: number): void;
}

/** A verb's voice after clig.dev: data on stdout, talk on stderr. */
export interface Output {
  /** Bars on a terminal, one line a stage elsewhere, nothing with --quiet. */
  progress: Progress;
  /** A line for people, on stderr; nothing with --quiet. */
  say(text: string): void;
  /** The result, on stdout: `object` with --json, else `text`. Call it once, at the end. */
  result(object: unknown, text: string): void;
  /** Reports an error (any thrown value) and sets the exit code its row of ERRORS names. */
  fail(error: unknown): void;
  /** Bold text on a terminal; as it is elsewhere and with NO_COLOR. For `say`, never for `result`. */
  strong(text: string): string;
  /** The environment, where a verb's defaults are said. */
  env: Readonly<Record<string, string | undefined>>;
}

export const processStreams: OutputStreams = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  exit: (code) => {
    process.exitCode = code;
  },
};

export function createOutput(options: OutputOptions = {}, streams: OutputStreams = processStreams): Output {
  const { stdout, stderr, env } = streams;
  const isTerminal = stderr.isTTY === true && env.TERM !== 'dumb';
  // no-color.org: any non-empty value.
  const hasColour = isTerminal && !env.NO_COLOR;
  const progress = createProgress({ quiet: options.quiet === true, isTerminal, stderr });
  return {
    progress: progress.tell,
    say(text) {
      progress.stop();
      if (!options.quiet) stderr.write(`${text}\n`);
    },
    result(object, text) {
      progress.stop();
      stdout.write(options.json ? `${JSON.stringify(object)}\n` : `${text}\n`);
    },
    fail(thrown) {
      progress.stop();
      const error = asVitrineError(thrown);
      if (options.json) stdout.write(`${JSON.stringify({ error: error.toJSON() })}\n`);
      else {
        const label = `vitrine: ${error.code}:`;
        stderr.write(`${hasColour ? styleText('red', label, { validateStream: false }) : label} ${error.message}\n`);
      }
      streams.exit(EXIT_CODES[error.code]);
    },
    env,
    strong: (text) => (hasColour ? styleText('bold', text, { validateStream: false }) : text),
  };
}
