import type { RankerCard } from './report.ts';

/** What a bundle's card says of its ranker; undefined where it has none, and the card but the settings that would have made one. */
export function rankerCardOf(params: Readonly<Record<string, unknown>> | undefined): RankerCard | undefined {
  const card = params?.ranker;
  return isCard(card) ? card : undefined;
}

const isCard = (card: unknown): card is RankerCard => typeof card === 'object' && card !== null && 'share' in card;
