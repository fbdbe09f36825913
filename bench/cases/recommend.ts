import {
  createEngine,
  createJsKernels,
  createWasmKernels,
  type Interaction,
  loadLater,
  openBundle,
} from '../../src/engine/index.ts';
import type { CaseSpec, OpenedCase, Operation, Runtime } from './case.ts';

/**
 * The whole of `recommend`: a log of 200 interactions is read and folded in, every item is ranked for, a shelf of 12 is assembled with
 * its reasons. Each turn is another shopper's, so that nothing is kept from the last. Variants: `wasm`, `js`; `ranked` and `ranked js`
 * of a bundle with a ranker.
 */
export async function openRecommend(spec: CaseSpec, runtime: Runtime): Promise<OpenedCase> {
  const logs = JSON.parse(
    new TextDecoder().decode(await runtime.read(`${spec.folder}/logs.json`)),
  ) as readonly Interaction[][];
  const variants: Record<string, Operation> = {};
  for (const name of spec.variants) {
    const bundleName = name.startsWith('ranked') ? 'ranked' : 'bundle';
    const read = (file: string) => runtime.read(`${spec.folder}/${bundleName}/${file}`);
    const bundle = await openBundle(read, runtime.sha256);
    await loadLater(bundle, read, runtime.sha256);
    const kernels = name.endsWith('js') ? createJsKernels() : createWasmKernels(runtime.kernels, runtime.trees);
    if (!kernels) throw new Error('kernels.wasm does not run here');
    const engine = createEngine(bundle, kernels);
    variants[name] = (turn) => engine.recommend(logs[turn % logs.length]!, { k: 12 });
  }
  return { variants, facts: {} };
}
