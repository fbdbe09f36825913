// Globals that every host of the engine has (browsers, workers, Node, workerd) and that TypeScript's ES library lacks.
// Seen by tsconfig.engine.json alone: hosts bring their own, fuller declarations.
declare var TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare var TextDecoder: new (
  label?: string,
  options?: { fatal?: boolean; ignoreBOM?: boolean },
) => { decode(bytes: Uint8Array): string };
declare namespace WebAssembly {
  type Module = object;
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Instance: new (module: Module, imports?: Record<string, never>) => Instance;
}
