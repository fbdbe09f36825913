import { Command, InvalidArgumentError } from 'commander';
import { createOutput, type Output, type OutputOptions, type OutputStreams, processStreams } from './output.ts';

let streams: OutputStreams = processStreams;
let current: Output | undefined;

/** The output of the verb that is running; a plain one before any has started. */
export function currentOutput(): Output {
  return current ?? createOutput({}, streams);
}

/** Sends what verbs say to `to`, for tests. */
export function redirect(to: OutputStreams): void {
  streams = to;
  current = undefined;
}

/**
 * A verb of the program with the options every verb has.
 *
 * @example
 * export const inspectCommand = (): Command =>
 *   createVerb('inspect', 'Describe a bundle').requiredOption('--bundle <dir>', 'its folder').action(act(inspect));
 */
export function createVerb(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .option('--json', 'print one JSON object on stdout')
    .option('--quiet', 'say nothing on stderr but errors')
    .allowExcessArguments(false);
}

/** A commander action from a verb's work: gives it its output, and turns whatever it throws into a coded error and exit code. */
export function act<O extends OutputOptions>(
  work: (options: O, output: Output) => Promise<void>,
): (options: O) => Promise<void> {
  return async (options) => {
    const output = createOutput(options, streams);
    current = output;
    try {
      await work(options, output);
    } catch (thrown) {
      output.fail(thrown);
    }
  };
}

/** Parses an option that is a whole number from `min` to `max`; anything else is a USAGE error that names the option. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(
        max === Number.MAX_SAFE_INTEGER
          ? `It must be a whole number of at least ${min}.`
          : `It must be a whole number from ${min} to ${max}.`,
      );
    return value;
  };
}

/** Parses a comma-separated list; empty entries are left out. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
