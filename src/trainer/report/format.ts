/** A metric's value: four digits behind the point where it is a share, fewer where it is large. */
export function metricText(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  return Math.abs(value) >= 10 ? value.toFixed(1) : Math.abs(value) >= 1.5 ? value.toFixed(2) : value.toFixed(4);
}

/** "1.3 MB", in decimal units. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toPrecision(3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toPrecision(3)} MB` : `${(bytes / 1e9).toPrecision(3)} GB`;
}

/** "4.2 ms", "12.3 s", "3 min 20 s". */
export function secondsText(seconds: number): string {
  if (seconds < 1) return `${(seconds * 1000).toPrecision(2)} ms`;
  if (seconds < 100) return `${seconds.toPrecision(3)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export const countText = (count: number): string => count.toLocaleString('en-GB');

export const shareText = (share: number): string => `${(100 * share).toFixed(1)} %`;

const NAMES = new Map([
  ['ndcg', 'nDCG'],
  ['mrr', 'MRR'],
  ['map', 'MAP'],
  ['ap', 'AP'],
  ['auc', 'AUC'],
  ['popularityBias', 'popularity bias'],
  ['averagePrecision', 'average precision'],
  ['logLoss', 'log loss'],
  ['brier', 'Brier score'],
  ['ece', 'calibration error'],
  ['candidateRecall', 'candidate recall'],
]);

const ASPECTS = new Map([
  ['newItems', 'new items'],
  ['withoutRepeats', 'without repeats'],
  ['retrieval', 'without ranking'],
]);

/** "ndcg@10" as people write it: "nDCG@10"; "newItems.ndcg@10": "nDCG@10, new items". */
export function metricName(name: string): string {
  const [prefix, ...rest] = name.split('.');
  const aspect = ASPECTS.get(prefix!);
  if (aspect && rest.length > 0) return `${metricName(rest.join('.'))}, ${aspect}`;
  const [metric, k] = name.split('@');
  return `${NAMES.get(metric!) ?? metric}${k ? `@${k}` : ''}`;
}
