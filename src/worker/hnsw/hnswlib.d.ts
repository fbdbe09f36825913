/** The part of hnswlib-wasm 0.8.2 that is used here. Its own types name the packages of its build, and no `files`. */
declare module 'hnswlib-wasm/dist/hnswlib-317962d7.js' {
  export interface HierarchicalNSW {
    readIndex(filename: string, maxElements: number): void;
    setEfSearch(ef: number): void;
    /** Nearest first; `neighbors` are labels, `distances` 1 - inner product. */
    searchKnn(query: Float32Array, k: number, filter: undefined): { neighbors: number[]; distances: number[] };
    getCurrentCount(): number;
    getNumDimensions(): number;
    delete(): void;
  }
  export interface Library {
    HierarchicalNSW: new (space: 'ip', dimensions: number, autoSaveFilename: '') => HierarchicalNSW;
    /** Emscripten's FS, put there by our build (see vite.config.ts): the package does not export it. */
    files: {
      mkdir(path: string): void;
      /** canOwn: the file is these bytes and not a copy. */
      writeFile(path: string, bytes: Uint8Array, options: { canOwn: boolean }): void;
      unlink(path: string): void;
    };
    getExceptionMessage?(thrown: unknown): [type: string, message: string];
  }
  export default function load(module?: object): Promise<Library>;
}
