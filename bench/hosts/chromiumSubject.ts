import { createSubject } from './subject.ts';

/* The module worker of bench/hosts/chromium.ts, which calls `subject`. */
const bytes = async (url: string) => (await fetch(url)).arrayBuffer();

Object.assign(globalThis, {
  subject: createSubject({
    kernels: await WebAssembly.compile(await bytes('/kernels.wasm')),
    trees: await WebAssembly.compile(await bytes('/trees.wasm')),
    floor: await WebAssembly.compile(await bytes('/floor.wasm')),
    read: async (path) => new Uint8Array(await bytes(`/data/${path}`)),
    sha256: (content) => crypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer>),
  }),
});
