// The entry of vitrine.ivf.js, which a worker imports where the bundle has inverted lists, and never otherwise.
export { createIvfIndex } from '../engine/candidates/index/ivf.ts';
