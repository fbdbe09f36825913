// The one module: `kernels.wasm`. The host lays out the memory (src/engine/kernels/wasm-*.ts) and passes addresses.
export { finish, rescoreEach } from './rescore';
export { addRow, clearRows } from './rows';
export { scan } from './scan';
export { blockNorms, scanRange } from './search';
export { lowest } from './select';
export { add, begin, solve } from './solve';
