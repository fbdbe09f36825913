import type { CaseSpec, OpenedCase, Runtime } from '../cases/case.ts';
import { openCase } from '../cases/open.ts';

/** The part of the bench that runs inside the measured runtime. */
export interface Subject {
  open(spec: CaseSpec): Promise<Record<string, number>>;
  run(variant: string, n: number): number;
  each(variant: string, n: number): number[];
  cold(variants: string[], n: number): Record<string, number[]>;
}

/** More than a processor's last cache holds. */
const CACHE_BYTES = 128 * 2 ** 20;

export function createSubject(runtime: Runtime): Subject {
  let opened: OpenedCase | undefined;
  let turn = 0;
  const variantOf = (name: string) => {
    const variant = opened?.variants[name];
    if (!variant) throw new Error(`no variant ${name}`);
    return variant;
  };
  return {
    async open(spec) {
      // Freed before the next one is made: 1M items are 70 MB each time.
      opened = undefined;
      opened = await openCase(spec, runtime);
      return opened.facts;
    },
    run(name, n) {
      const variant = variantOf(name);
      const start = performance.now();
      for (let i = 0; i < n; i++) variant(turn++);
      return performance.now() - start;
    },
    each(name, n) {
      const variant = variantOf(name);
      return Array.from({ length: n }, () => {
        const start = performance.now();
        variant(turn++);
        return performance.now() - start;
      });
    },
    cold(names, n) {
      const other = new Float64Array(CACHE_BYTES / 8);
      const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
      for (let i = 0; i < n; i++)
        for (const name of names) {
          const variant = variantOf(name);
          // One write a cache line drives everything else out.
          for (let at = 0; at < other.length; at += 8) other[at]! += 1;
          const start = performance.now();
          variant(turn++);
          times[name]!.push(performance.now() - start);
        }
      return times;
    },
  };
}
