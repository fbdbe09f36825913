import type { RankerCard } from './report.ts';

/** What a bundle's card says of its ranker. */
export function rankerCardOf(params: Readonly<Record<string, unknown>> | undefined): RankerCard | undefined {
  const card = params?.ranker;
  return typeof card === 'object' && card !== null ? card : undefined;
}
