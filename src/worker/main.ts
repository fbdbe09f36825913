import { expose } from 'comlink';
import { createDeviceStorage } from './device.ts';
import { createEndpoint } from './endpoint.ts';
import { importGraphs } from './hnsw/importGraphs.ts';
import { createHost } from './host.ts';
import { loadKernels } from './kernels.ts';
import { createChunkReader } from './lists/fetchChunk.ts';
import { createReader } from './read.ts';
import { createDigest } from './sha256.ts';

/** base64 of kernels.wasm, put here by vite.config.ts. */
declare const KERNELS_WASM: string;
declare const self: DedicatedWorkerGlobalScope;

const host = createHost({
  reader: createReader,
  digest: createDigest(),
  kernels: (choice) => loadKernels(choice, KERNELS_WASM),
  storage: createDeviceStorage,
  chunks: createChunkReader,
  graphs: (bundle) => importGraphs(bundle, self.location.href),
  tell: ({ code, message }) => console.warn(`vitrine: ${code}: ${message}`),
  // Chromium's, and not in the DOM types.
  saveData: (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true,
  clock: () => performance.now(),
  now: () => Date.now(),
});

// comlink walks any property path it is sent: without a prototype there is nothing to reach but the calls themselves.
expose(Object.freeze(Object.assign(Object.create(null), host)), createEndpoint(self));
