import { RANKING_FEATURES } from '../src/engine/ranking/inputs/inputs.ts';
import { BEGIN, END, table } from './cli-reference.ts';

/** Every feature that a ranker may weigh, as Markdown: what docs/rankers.md holds between BEGIN and END. */
export function featureTable(): string {
  const rows = RANKING_FEATURES.map(({ name, isCategory, meaning }) => [
    `\`${name}\``,
    isCategory ? 'category' : 'number',
    meaning,
  ]);
  return [BEGIN, table(['feature', 'kind', 'meaning'], rows), END].join('\n\n');
}
