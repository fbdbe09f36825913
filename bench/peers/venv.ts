// `npx tsx bench/peers/venv.ts`: Python's libraries for train.ts and warp.ts, into bench/peers/.venv and nowhere else.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { HERE, PYTHON, VENV } from './python.ts';

const steps: [string, string[]][] = [
  [process.env.PYTHON ?? 'python3', ['-m', 'venv', VENV]],
  [PYTHON, ['-m', 'pip', 'install', '--disable-pip-version-check', '-r', join(HERE, 'requirements.txt')]],
];
for (const [command, args] of steps) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) continue;
  process.stderr.write(`${command} ${args.join(' ')}: ${error?.message ?? `ended with ${status}`}\n`);
  process.exit(1);
}
