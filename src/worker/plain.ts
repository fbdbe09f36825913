// The entry of vitrine.plain.js, which a worker imports where the browser denies it WebAssembly or crypto.subtle, and never
// otherwise.
export { createJsKernels } from '../engine/kernels/js.ts';
export { sha256 } from './sha256.ts';
