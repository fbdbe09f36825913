import type { Sources } from '../engine/candidates/retrieve.ts';
import type { Bundle, Digest, Engine, Kernels, ReadFile, RunSequence, Section } from '../engine/index.ts';
import type { OnnxModel } from '../engine/ranking/ranker.ts';
import { createBareEngine } from '../engine/recommender.ts';
import type { VitrineError } from '../errors/error.ts';
import { asVitrineError } from '../errors/fail.ts';
import type { OpenOptions } from './api.ts';
import { createGraphLoader, type OpenGraph } from './hnsw/loadGraph.ts';
import type { ReadChunk } from './lists/fetchChunk.ts';
import type { ListModule, OpenedLists } from './lists/openLists.ts';
import { type OpenedBundle, openVerified } from './open.ts';
import type { LogStorage } from './store.ts';

/** What the host needs of the world. Injected, so that it runs in Node as it does in a worker. */
export interface HostPlatform {
  reader(bundle: string, fresh: boolean): ReadFile;
  digest: Digest;
  /** `twins` stand in where the memory of WASM cannot grow; absent: a RangeError then. */
  kernels(choice: 'auto' | 'js', twins?: Kernels): Promise<Kernels>;
  storage(profileName: string): LogStorage;
  /** The code for a catalogue that is fetched list by list. Absent or failing: such a bundle works from its head alone. */
  lists?(): Promise<ListModule>;
  /** Parts of such a catalogue. Absent: over HTTP. */
  chunks?(bundle: string): ReadChunk;
  /** The code for inverted lists. Absent or failing: all vectors of such a bundle are scanned. */
  ivf?(): Promise<typeof import('./ivf.ts')>;
  /** The code for segments, sessions and encoders other than `als`. Absent or failing: those say nothing, popular lists go on. */
  models?(): Promise<typeof import('./models.ts')>;
  /** The code that runs models in ONNX. Absent or failing: such a bundle answers from its other sources, in the order of the retrieval. */
  onnx?(): Promise<OnnxCode>;
  /** The code for rankers. Absent or failing: shelves are in the order of the retrieval. */
  ranker?(): Promise<RankerModule>;
  /** The code for `explain`. Absent or failing: it adds nothing. */
  explain?(): Promise<typeof import('./explain.ts')>;
  /** Reads an HNSW graph. Absent: a bundle with one is scanned. */
  graphs?: OpenGraph;
  /** What goes wrong where no call waits for it. */
  tell?(error: VitrineError): void;
  /** Does the shopper ask to save data? */
  saveData?: boolean;
  /** Milliseconds of a monotonic clock. */
  clock(): number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Takes what goes wrong where no call waits for it. */
export type Tell = (error: unknown) => undefined;

type OnnxCode = Partial<typeof import('./onnx/main.ts')>;

/** How vitrine.ranker.js is called. */
export interface RankerModule {
  openRanker: typeof import('./ranker/main.ts').openRanker;
}

/** A bundle and what answers from it. */
export interface Opened extends OpenedBundle {
  /** Over the bundle's own items. */
  engine: Engine;
  /** The same without WASM. */
  createPlain(): Promise<Engine>;
  /** Brings what the first shelf does not need, each once. Never rejects: what fails is told, or said by the call that needs it. */
  bring(): Promise<unknown>;
  /** To be awaited before a question with `explain`. Never rejects: what fails is told. */
  explain(): Promise<unknown>;
  /** Where the bundle is the head of a catalogue in lists. */
  lists: OpenedLists | undefined;
}

/** Opens the bundle, verified, and brings the code that only some bundles need beside it. @throws every BUNDLE_* code, NETWORK */
export async function openEngine(platform: HostPlatform, options: OpenOptions): Promise<Opened> {
  const choice = options.kernels ?? 'auto';
  let listCode: Promise<ListModule | undefined> | undefined;
  let ivfCode: Promise<typeof import('./ivf.ts') | undefined> | undefined;
  let run: RunSequence | undefined;
  let bringing: Promise<unknown> | undefined;
  let modelCode: Promise<typeof import('./models.ts') | undefined> | undefined;
  let rankerCode: Promise<RankerModule | undefined> | undefined;
  let explainCode: typeof import('./explain.ts') | undefined;
  let model: OnnxModel | undefined;
  const told: Tell = (error) => {
    platform.tell?.(asVitrineError(error));
    return undefined;
  };
  const [found, kernels] = await Promise.all([
    openVerified(
      (fresh) => platform.reader(options.bundle, fresh),
      platform.digest,
      ({ sections }) => {
        for (const { name, params } of sections) {
          if (name === 'lists') listCode ??= platform.lists?.().catch(told);
          if (name === 'ranker') rankerCode ??= platform.ranker?.().catch(told);
          if (name === 'ivf') ivfCode ??= platform.ivf?.().catch(told);
          if (name === 'segments' || name === 'sessions' || (name === 'factors' && params.encoder !== 'als'))
            modelCode ??= platform.models?.().catch(told);
        }
      },
    ),
    platform.kernels(choice),
  ]);
  const rest = {
    createIvf: (await ivfCode)?.createIvfIndex,
    models: (await modelCode)?.createModels((indices) =>
      run?.(indices)?.catch((error: unknown) => {
        // Left for good: what failed once is not worth a word at every shelf.
        run = undefined;
        return told(error);
      }),
    ),
    openRanker: await (await rankerCode)?.openRanker(choice, told, () => model),
    explain: (...of: [Bundle, Sources]) => explainCode?.createExplain(...of),
  };
  const lists = (await listCode)?.openLists(
    found.bundle,
    options.bundle,
    {
      read: platform.chunks?.(options.bundle),
      digest: platform.digest,
      kernels: (twins) => platform.kernels(choice, twins),
      createEngine: (bundle, kernels) => createBareEngine(bundle, kernels, rest),
      clock: platform.clock,
      saveData: platform.saveData === true,
    },
    options.lists,
  );
  const openGraph = platform.saveData || lists ? undefined : platform.graphs;
  const graphs = createGraphLoader(found, openGraph, (error) => platform.tell?.(error));
  const create = (kernels: Kernels) => createBareEngine(found.bundle, kernels, { ...rest, index: graphs.index });
  const createPlain = async () => create(await platform.kernels('js'));
  const engine = await orInstead(() => create(kernels), createPlain);
  /** Fetches a section with a model in ONNX, and hands it to what starts it. */
  const start = async (name: 'onnx' | 'ranker', by: (code: OnnxCode, section: Section) => unknown) => {
    if (platform.saveData || !platform.onnx || found.bundle.section(name)) return;
    const section = await found.apart(name);
    if (section) await by(await platform.onnx(), section);
  };
  const bringModels = () =>
    Promise.all([
      start('onnx', async ({ openSequence }, section) => {
        run = await openSequence?.(section);
      }).catch(told),
      start('ranker', async ({ startRanker }, section) => {
        model = await startRanker?.(section);
      }).catch(told),
    ]);
  const bring = () =>
    found
      .later()
      .catch(() => {})
      .then(graphs.bring)
      .then(() => (bringing ??= bringModels()));
  const explain = async () => {
    explainCode ??= await platform.explain?.().catch(told);
  };
  return { ...found, engine, createPlain, bring, explain, lists };
}

/** An answer of `engine`; where the memory of WASM cannot grow for it, one over the plain twins answers from then on. */
export function answered<T>(found: Opened, engine: Engine, answer: (engine: Engine) => T): Promise<T> {
  return orInstead(
    () => answer(engine),
    async (thrown) => {
      if (engine !== found.engine || engine.kernels.kind === 'js') throw thrown;
      found.engine = await found.createPlain();
      return answer(found.engine);
    },
  );
}

/** What `make` makes, or what `instead` does where there is no memory for it. */
async function orInstead<T>(make: () => T, instead: (thrown: unknown) => Promise<T>): Promise<T> {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof RangeError) return instead(thrown);
    throw thrown;
  }
}
