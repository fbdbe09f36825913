import type { CaseSpec } from '../cases/case.ts';

/** A runtime in which cases are measured, driven from Node. */
export interface Host {
  readonly name: 'node' | 'chromium' | 'workerd';
  /** Opens a case and forgets the last one. Answers its facts. */
  open(spec: CaseSpec): Promise<Record<string, number>>;
  /** Runs a variant `n` times in one go; how long that took, ms. */
  run(variant: string, n: number): Promise<number>;
  /** Milliseconds of each of `n` single runs; absent where the runtime's clock stands still while it computes. */
  each?(variant: string, n: number): Promise<number[]>;
  /** As `each`, with caches emptied before every run, the variants taking turns. */
  cold?(variants: string[], n: number): Promise<Record<string, number[]>>;
  close(): Promise<void>;
}
