import type { CaseSpec, OpenedCase, Runtime } from '../cases/case.ts';
import { openCase } from '../cases/open.ts';

/** The part of the bench that runs inside the measured runtime. */
export interface Subject {
  open(spec: CaseSpec): Promise<Record<string, number>>;
  run(variant: string, n: number): number;
  each(variant: string, n: number): number[];
}

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
  };
}
