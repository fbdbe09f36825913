import floor from './floor.wasm';
import kernels from './kernels.wasm';
import { createSubject } from './subject.ts';
import trees from './trees.wasm';

/* The Worker of bench/hosts/workerd.ts: POST [method, arguments], answered as JSON. */
let data = '';
const subject = createSubject({
  kernels,
  trees,
  floor,
  read: async (path) => new Uint8Array(await (await fetch(`${data}/data/${path}`)).arrayBuffer()),
  sha256: (content) => crypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer>),
});

export default {
  async fetch(request: Request): Promise<Response> {
    const [method, args, origin] = (await request.json()) as [keyof typeof subject, unknown[], string];
    data = origin;
    try {
      const call = subject[method] as (...args: unknown[]) => unknown;
      return Response.json(await call(...args));
    } catch (error) {
      return new Response(String((error as Error).stack), { status: 500 });
    }
  },
};
