import { expose } from 'comlink';
import { createDeviceStorage } from './device.ts';
import { createDigest } from './digest.ts';
import { createEndpoint } from './endpoint.ts';
import type { OpenGraph } from './hnsw/loadGraph.ts';
import { createHost } from './host.ts';
import { createImport } from './importLate.ts';
import { loadKernels } from './kernels.ts';
import { createReader } from './read.ts';

/** kernels.wasm as `encodeModule` writes it, put here by vite.config.ts. */
declare const KERNELS_WASM: string;
/** `vitrineScript`: where this script came from, set by a page that starts it from a Blob (src/page/spawn.ts). */
declare const self: DedicatedWorkerGlobalScope & { vitrineScript?: string };

const late = createImport(self.vitrineScript ?? self.location.href);
const plain = () => late<typeof import('./plain.ts')>('vitrine.plain.js');

const host = createHost({
  reader: createReader,
  digest: createDigest(plain),
  kernels: (choice, twins) => loadKernels(choice, KERNELS_WASM, async () => (await plain()).createJsKernels(), twins),
  storage: createDeviceStorage,
  lists: () => late('vitrine.lists.js'),
  ivf: () => late('vitrine.ivf.js'),
  models: () => late('vitrine.models.js'),
  onnx: () => late('vitrine.onnx.js'),
  ranker: () => late('vitrine.ranker.js'),
  explain: () => late('vitrine.explain.js'),
  graphs: async (bytes, dimensions) =>
    (await late<{ openGraph: OpenGraph }>('vitrine.hnsw.js')).openGraph(bytes, dimensions),
  tell: ({ code, message }) => console.warn(`vitrine: ${code}: ${message}`),
  // Chromium's, and not in the DOM types.
  saveData: (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true,
  clock: () => performance.now(),
  now: () => Date.now(),
});

// comlink walks any property path it is sent: without a prototype there is nothing to reach but the calls themselves.
expose(Object.freeze(Object.assign(Object.create(null), host)), createEndpoint(self));
