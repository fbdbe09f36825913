import { createOpenRanker, type OnnxModel, type OpenRanker, type Ranker } from '../../engine/ranking/ranker.ts';
import { decodeModule } from '../kernels.ts';
import type { Tell } from '../openEngine.ts';

type Question = Parameters<NonNullable<Ranker['prepare']>>;

/**
 * What opens the ranker of a bundle in a worker. Without WebAssembly its model is scored by the plain-JS twin, to the same bits. A
 * ranker that cannot be opened, or a model that fails at a question, is told of, once, and there is none: shelves go on in the order of
 * the retrieval.
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
      const ranker = open(bundle, sources, kernels);
      return ranker?.prepare ? { ...ranker, prepare: (...question) => prepared(ranker, question) } : ranker;
    } catch (thrown) {
      // Where there is no memory, another engine is made without WASM.
      if (thrown instanceof RangeError) throw thrown;
      return failed(thrown);
    }
  };

  /** Left for good: what failed once is not worth a word at every shelf. */
  async function prepared({ prepare }: Ranker, question: Question): Promise<void> {
    if (!hasFailed) await prepare?.(...question).catch(failed);
  }

  function failed(thrown: unknown): undefined {
    hasFailed = true;
    return tell(thrown);
  }
}
