// The one module: `kernels.wasm`. The host lays out the memory (src/engine/kernels/wasm-*.ts) and passes addresses.
export { scan, scan64 } from './scan';
export { add, begin, solve } from './solve';
