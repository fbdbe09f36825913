// The module of rankers: `trees.wasm`. The host lays out the memory (src/engine/kernels/trees/wasm-*.ts) and passes addresses.
// Rows are taken 64 or 16 at a time: four or one vector of bytes, a byte a row.
export { binColumns } from './bins';
export { addLayer, fillInputs } from './layers';
export { addReal } from './real';
export { addWhole, finishWhole } from './whole';
