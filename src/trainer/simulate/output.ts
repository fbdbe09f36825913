import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { asVitrineError, fail } from '../../errors/failAny.ts';
import { besideOf, removeAbandoned } from '../unfinished.ts';

/** What shop.json carries to say that its folder is a simulation and may be replaced. */
export const GENERATOR = 'vitrine simulate';

/**
 * Runs `write` on a folder beside `out` and puts it in place of `out` when all of it is written: a run that is
 * killed leaves `out` as it was.
 * @throws OUTPUT_EXISTS where `out` holds something else, OUTPUT_FAILED where the disk refuses
 */
export async function replaceFolder<T>(out: string, write: (dir: string) => Promise<T>): Promise<T> {
  const target = resolve(out);
  await refuseForeign(target);
  const beside = besideOf(out);
  const former = `${beside}-former`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await removeAbandoned(out);
    await mkdir(beside);
    const result = await write(beside);
    const hadFormer = await rename(target, former).then(
      () => true,
      () => false,
    );
    try {
      await rename(beside, target);
    } catch (thrown) {
      if (hadFormer) await rename(former, target);
      throw thrown;
    }
    if (hadFormer) await rm(former, { recursive: true, force: true });
    return result;
  } catch (thrown) {
    await rm(beside, { recursive: true, force: true }).catch(() => {});
    throw asVitrineError(thrown, 'OUTPUT_FAILED', out);
  }
}

async function refuseForeign(target: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(target);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw fail('OUTPUT_EXISTS', `${target} is not a folder`);
  }
  if (names.length === 0) return;
  try {
    const shop = JSON.parse(await readFile(join(target, 'shop.json'), 'utf8')) as { generator?: unknown };
    if (shop.generator === GENERATOR) return;
  } catch {
    // No shop.json, or not one of ours: refused below.
  }
  throw fail('OUTPUT_EXISTS', `${target} holds no shop.json of a former simulation`);
}
