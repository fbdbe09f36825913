import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const HERE = fileURLToPath(new URL('.', import.meta.url));
export const VENV = join(HERE, '.venv');
export const PYTHON = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Why there is no measuring `modules` here; undefined where there is. */
export async function whatPythonLacks(modules: readonly string[]): Promise<string | undefined> {
  try {
    // -P: the script's own folder is no place to find packages in.
    await promisify(execFile)(PYTHON, ['-P', '-c', `import ${modules.join(', ')}`]);
    return undefined;
  } catch {
    return `bench/peers/.venv has no Python with ${modules.join(', ')}: npx tsx bench/peers/venv.ts`;
  }
}

/** What a script beside this file prints, given as JSON. */
export async function runPython<T>(script: string, args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(PYTHON, ['-P', join(HERE, script), ...args], {
    // Linear algebra on one thread, whoever does it.
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  });
  return JSON.parse(stdout) as T;
}
