import { flatten, type Run } from './run.ts';

export interface Difference<T> {
  name: string;
  /** Undefined where the run has none. */
  a: T | undefined;
  b: T | undefined;
}

export interface RunComparison {
  a: string;
  b: string;
  /** Whether both read the same bytes: if not, their figures are not of one question. */
  isSameData: boolean;
  /** Parameters that differ, by name. */
  params: Difference<string | number | boolean>[];
  /** Every figure of either, with b - a where both have it. */
  metrics: (Difference<number> & { gain: number | undefined })[];
}

/** What two runs did differently, and what came of it. */
export function compareRuns(a: Run, b: Run): RunComparison {
  const hashes = ({ data }: Run) => JSON.stringify(data.map(({ sha256 }) => sha256).sort());
  const [paramsOfA, paramsOfB] = [flatten(a.params), flatten(b.params)];
  return {
    a: a.id,
    b: b.id,
    isSameData: hashes(a) === hashes(b),
    params: differences(paramsOfA, paramsOfB).filter(({ a, b }) => a !== b),
    metrics: differences(a.metrics, b.metrics).map((one) => ({
      ...one,
      gain: one.a === undefined || one.b === undefined ? undefined : one.b - one.a,
    })),
  };
}

function differences<T>(a: Record<string, T>, b: Record<string, T>): Difference<T>[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.map((name) => ({
    name,
    a: Object.hasOwn(a, name) ? a[name] : undefined,
    b: Object.hasOwn(b, name) ? b[name] : undefined,
  }));
}
