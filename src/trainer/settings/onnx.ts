import * as v from 'valibot';

/** A sequence encoder from outside (docs/onnx.md): in place of every other family of factors where `model` is named. */
export const onnxSettings = v.optional(
  v.strictObject({
    /** Path of the model. */
    model: v.optional(v.string()),
    /** Path of the ids that it knows, one a line: line i is index i. */
    ids: v.optional(v.string()),
    /** Path of the item vectors, f32, a row an id; absent: the model's output `item_vectors`. */
    items: v.optional(v.string()),
    /** SHA-256 of these files, so that a fit that was kept is one of them. Set by `--encoder`. */
    digest: v.optional(v.string()),
  }),
  {},
);
