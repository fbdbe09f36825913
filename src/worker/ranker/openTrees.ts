import { createOpenRanker, type OnnxModel, type OpenRanker } from '../../engine/ranking/ranker.ts';
import { decodeModule } from '../kernels.ts';
import type { Tell } from '../openEngine.ts';

/**
 * What opens the ranker of a bundle in a worker. Without WebAssembly its model is scored by the plain-JS twin, to the same bits. A
 * ranker that cannot be opened is told of, once, and there is none: shelves go on in the order of the retrieval.
 *
 * @param onnx the model of a ranker `onnx`, once it has been started
 * @param wasm trees.wasm, encoded
 */
export async function openTrees(
  choice: 'auto' | 'js',
  tell: Tell,
  onnx: () => OnnxModel | undefined,
  wasm: string,
  platform: Pick<typeof WebAssembly, 'compile'> | undefined = globalThis.WebAssembly,
): Promise<OpenRanker> {
  const trees = choice === 'js' ? undefined : await platform?.compile(decodeModule(wasm)).catch(() => undefined);
  const open = createOpenRanker(trees, onnx);
  let hasFailed = false;
  return (bundle, sources, kernels) => {
    if (hasFailed) return undefined;
    try {
      return open(bundle, sources, kernels);
    } catch (thrown) {
      // Where there is no memory, another engine is made without WASM.
      if (thrown instanceof RangeError) throw thrown;
      hasFailed = true;
      tell(thrown);
      return undefined;
    }
  };
}
