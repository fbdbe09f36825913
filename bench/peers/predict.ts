import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TreeEnsemble } from '../../src/engine/ranking/trees/ensemble.ts';
import { exportLightgbm } from '../../src/trainer/ranker/export/lightgbm.ts';
import { HERE, PYTHON, whatPythonLacks } from './python.ts';

/** A Python process that predicts with native LightGBM on one thread. */
export interface NativeForest {
  /** Milliseconds that `n` questions took, by its own clock. */
  run(n: number): Promise<number>;
  /** Raw scores of the first question's rows. */
  margins(): Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Gives a forest to LightGBM as a text model. Undefined where bench/peers/.venv has no LightGBM.
 * @param rows by question float32 row by row, `count` rows each
 */
export async function openNative(
  forest: TreeEnsemble,
  rows: readonly Float32Array[],
  count: number,
): Promise<NativeForest | undefined> {
  if (await whatPythonLacks(['lightgbm', 'numpy'])) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-predict-'));
  const [model, file] = [join(folder, 'model.txt'), join(folder, 'rows.f32')];
  const names = Array.from({ length: forest.inputs }, (_, f) => `f${f}`);
  await writeFile(model, exportLightgbm(forest, names));
  await writeFile(file, new Uint8Array(Float32Array.from(rows.flatMap((own) => [...own])).buffer));
  const script = join(HERE, 'predict.py');
  const child = spawn(PYTHON, ['-P', script, model, file, String(forest.inputs), String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async <T>(question: string): Promise<T> => {
    child.stdin.write(`${question}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('predict.py ended');
    return JSON.parse(value) as T;
  };
  return {
    run: (n) => ask(String(n)),
    margins: () => ask('margins'),
    async close() {
      child.stdin.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
