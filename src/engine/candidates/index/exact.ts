import type { Scanner } from '../../kernels/kernels.ts';
import type { Index } from './index.ts';

/** The whole scan: nothing is missed, whatever the filter. */
export function createExactIndex(scanner: Scanner): Index {
  return {
    kind: 'exact',
    search: (vector, k, allowed) => scanner.search(vector, k, allowed ? { allowed } : {}),
  };
}
