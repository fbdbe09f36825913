import { fail } from '../errors/failAny.ts';
import { watchSignals } from './interrupt.ts';
import { createOutput } from './output.ts';
import { run } from './program.ts';
import { currentOutput } from './verb.ts';

// `vitrine inspect --json | head` closes stdout early; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') createOutput().fail(fail('OUTPUT_FAILED', `stdout: ${error.message}`));
  process.exit();
});
// Where stderr cannot be written, nobody can be told; the exit code still says it.
process.stderr.on('error', () => {});
watchSignals(currentOutput);
await run(process.argv.slice(2));
