// The entry of vitrine.explain.js, which a worker imports where a request says `explain` and the bundle has a ranker, and never
// otherwise.
export { createExplainer } from '../engine/ranking/explain/explainer.ts';
