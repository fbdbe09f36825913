// The one module: `kernels.wasm`. The host lays out the memory (src/engine/kernels/wasm-*.ts) and passes addresses.
export { dense } from './dense';
export { prepare } from './query';
export { rescoreEach } from './rescore';
export { addRow, clearRows } from './rows';
export { scan } from './scan';
export { blockNorms, search } from './search';
export { add, begin, solve } from './solve';
