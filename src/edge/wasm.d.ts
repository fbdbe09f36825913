// workerd compiles a statically imported .wasm file at deployment; it refuses to compile one from bytes.
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
