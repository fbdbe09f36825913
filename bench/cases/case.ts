import type { Digest } from '../../src/engine/bundle/open.ts';

/** What a case needs of the runtime it is measured in. */
export interface Runtime {
  /** kernels.wasm, compiled. */
  kernels: WebAssembly.Module;
  /** trees.wasm, compiled. */
  trees: WebAssembly.Module;
  /** floor.wasm, compiled. */
  floor: WebAssembly.Module;
  /** Reads a file of bench/data.ts's folder. */
  read(path: string): Promise<Uint8Array>;
  sha256: Digest;
}

/** One way of doing what the case does; `turn` counts up, so that a variant goes through its inputs. Never async: clocks. */
export type Operation = (turn: number) => unknown;

export interface OpenedCase {
  variants: Record<string, Operation>;
  /** Figures that hold however long it takes: recall, bytes. */
  facts: Record<string, number>;
}

/** Plain data: it is sent to the runtime. */
export interface CaseSpec {
  kind: 'scan' | 'index' | 'recommend';
  /** Folder below bench/data.ts's. */
  folder: string;
  items: number;
  /** Names of the variants wanted. */
  variants: string[];
}
