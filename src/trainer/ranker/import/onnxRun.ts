import { fail } from '../../../errors/failAny.ts';

/** The part of onnxruntime that runs a ranker. */
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly { readonly shape?: readonly (number | string)[] }[];
  run(feeds: Record<string, unknown>): Promise<Record<string, { data: unknown; dims: readonly number[] }>>;
}

const ROWS = 3;

/**
 * Runs a model once, as serving would: float32 [rows, inputs] in, one output float32 [rows] or [rows, 1].
 * @param inputs inputs of a row where the model does not say
 * @returns the inputs of a row
 * @throws MISSING_PACKAGE, RANKER_UNSUPPORTED where it cannot be run so, RANKER_FEATURES where nobody says how many inputs
 */
export async function runOnce(model: Uint8Array, inputs?: number): Promise<number> {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm').catch((cause: Error) => {
    throw fail(
      'MISSING_PACKAGE',
      `onnxruntime-web, for a ranker that is neither trees nor dense layers: ${cause.message}`,
    );
  });
  env.wasm.numThreads = 1;
  try {
    const options = { executionProviders: ['wasm'], logSeverityLevel: 4 } as const;
    const session = (await InferenceSession.create(model, options)) as unknown as Session;
    const [input, ...more] = session.inputNames;
    if (input === undefined || more.length > 0 || session.outputNames.length !== 1)
      throw unsupported(
        `it takes ${session.inputNames.join(', ') || 'nothing'} and gives ${session.outputNames.join(', ')}: a ranker takes one tensor and gives one`,
      );
    const shape = session.inputMetadata[0]?.shape;
    if (shape && shape.length !== 2) throw unsupported(`its input has ${shape.length} dimensions in place of 2`);
    const width = typeof shape?.[1] === 'number' && shape[1] > 0 ? shape[1] : inputs;
    if (width === undefined) throw fail('RANKER_FEATURES', 'the model does not say how many inputs a row has');
    const rows = new Tensor('float32', new Float32Array(ROWS * width), [ROWS, width]);
    const output = (await session.run({ [input]: rows }))[session.outputNames[0]!]!;
    if (!(output.data instanceof Float32Array) || output.data.length !== ROWS)
      throw unsupported(`${ROWS} rows give [${output.dims.join(', ')}] in place of ${ROWS} float32 scores`);
    return width;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'VitrineError') throw thrown;
    throw unsupported(`onnxruntime-web: ${(thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 300)}`);
  }
}

const unsupported = (why: string) => fail('RANKER_UNSUPPORTED', why);
