// The entry of vitrine.explain.js, which a worker imports where a request says `explain`, and never otherwise.
export { createExplain } from '../engine/ranking/explain/explain.ts';
