// The entry of vitrine.models.js, which a worker imports where the bundle has segments, prototype sessions or an encoder other
// than `als`, and never otherwise.
export { createModels } from '../engine/candidates/models.ts';
