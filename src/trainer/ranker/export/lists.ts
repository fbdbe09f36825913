/** Lists that grow together: a row of each. ONNX writes a tree so. */
export class Lists<Name extends string> {
  readonly of: Record<Name, number[]>;
  readonly #names: readonly Name[];

  constructor(...names: readonly Name[]) {
    this.#names = names;
    this.of = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  }

  /** Values in the order of the names. */
  add(...values: readonly number[]): void {
    this.#names.forEach((name, i) => {
      this.of[name].push(values[i]!);
    });
  }
}
