import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import type { VitrineError } from '../errors/error.ts';
import { fail } from '../errors/failAny.ts';
import { benchmarkCommand } from './benchmark.ts';
import { evaluateCommand } from './evaluate.ts';
import { exportRankerCommand } from './exportRanker.ts';
import { featuresCommand } from './features.ts';
import { importRankerCommand } from './importRanker.ts';
import { inspectCommand } from './inspect.ts';
import { offPolicyCommand } from './offPolicy.ts';
import { createOutput, type OutputStreams, processStreams } from './output.ts';
import { rankerRowsCommand } from './rankerRows.ts';
import { recommendCommand, similarCommand } from './recommend.ts';
import { reportCommand } from './report.ts';
import { resolveCommand } from './resolve.ts';
import { runsCommand } from './runs.ts';
import { serveCommand } from './serve.ts';
import { simulateCommand } from './simulate.ts';
import { trainCommand } from './train.ts';
import { tuneCommand } from './tune.ts';
import { redirect } from './verb.ts';

/** Every verb of `vitrine`, in the order of the data flow. */
const VERBS: (() => Command)[] = [
  simulateCommand,
  resolveCommand,
  trainCommand,
  evaluateCommand,
  benchmarkCommand,
  offPolicyCommand,
  tuneCommand,
  featuresCommand,
  rankerRowsCommand,
  importRankerCommand,
  exportRankerCommand,
  runsCommand,
  reportCommand,
  inspectCommand,
  recommendCommand,
  similarCommand,
  serveCommand,
];

/** The program `vitrine`: parses, dispatches, and throws CommanderError in place of exiting. */
export function createProgram(streams: OutputStreams = processStreams): Command {
  const program = new Command('vitrine')
    .description("Recommendations that run in the shopper's browser and at the edge: train once, ship static files.")
    .version(version(), '-V, --version', 'print the version')
    .helpCommand('help [verb]', 'print the help of a verb')
    .showSuggestionAfterError(true)
    .exitOverride()
    // Usage errors are printed by `run`, in the form that all errors have.
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: () => {},
    });
  for (const create of VERBS) {
    const verb = create();
    verb.copyInheritedSettings(program);
    program.addCommand(verb);
  }
  return program;
}

/** Runs one command line (without node and script). Never rejects: errors are reported, and set the exit code. */
export async function run(argv: readonly string[], streams: OutputStreams = processStreams): Promise<void> {
  redirect(streams);
  const program = createProgram(streams);
  try {
    if (argv.length === 0) throw fail('USAGE', `no verb given; there are ${verbsOf(program)}`);
    await program.parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return;
    const json = argv.includes('--json');
    createOutput({ json }, streams).fail(thrown instanceof CommanderError ? usage(thrown, program, argv) : thrown);
  }
}

/** Commander's "error: unknown option '--jsn'\n(Did you mean --json?)" as one line of ours. */
function usage(error: CommanderError, program: Command, argv: readonly string[]): VitrineError {
  let message = error.message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[.]$/, '');
  // `help` of a verb that does not exist; commander prints all of the help and says no more than this.
  if (error.code === 'commander.help') message = `there is no verb '${argv.at(-1)}'; there are ${verbsOf(program)}`;
  // Commander looks for missing options before unknown ones: a mistyped `--bundel` reads as a missing `--bundle`.
  if (error.code === 'commander.missingMandatoryOptionValue') {
    const known = program.commands.find((verb) => verb.name() === argv[0])?.options.map((option) => option.long);
    const unknown = argv.find((word) => /^--\w/.test(word) && !known?.includes(word.split('=', 1)[0]!));
    if (unknown) message += `, and option '${unknown}' is unknown`;
  }
  return fail('USAGE', message);
}

const verbsOf = (program: Command) => program.commands.map((verb) => verb.name()).join(', ');

function version(): string {
  // Two folders up from src/cli and from dist/cli alike.
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
