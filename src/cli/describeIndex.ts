/**
 * An index as its training reported it (card.params.index), for people: "ivf, 20 of 607 lists probed, recall@100 0.9705, 1.18 % of
 * items scanned; as asked". What a report does not have is left out.
 */
export function describeIndex({ kind, why, lists, probes, recall, scanned, ef }: Record<string, unknown>): string {
  const facts = [
    `${kind}`,
    typeof probes === 'number' && `${probes} of ${lists} lists probed`,
    typeof ef === 'number' && `beam of ${ef}`,
    typeof recall === 'number' && kind !== 'auto' && typeof why === 'string' && `recall@100 ${+recall.toPrecision(4)}`,
    typeof scanned === 'number' && `${+(100 * scanned).toPrecision(3)} % of items scanned`,
  ];
  return `${facts.filter(Boolean).join(', ')}${typeof why === 'string' ? `; ${why}` : ''}`;
}
