// @types/node of Node 20 leaves WebAssembly to the DOM library, which the trainer must not see.
declare namespace WebAssembly {
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
}
