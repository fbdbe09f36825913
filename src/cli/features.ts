import type { Command } from 'commander';
import { RANKING_FEATURES } from '../engine/ranking/inputs/inputs.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';
import { act, createVerb } from './verb.ts';

/** `vitrine features`: what a ranker may weigh, for who trains one elsewhere. */
export const featuresCommand = (): Command =>
  createVerb('features', 'List what a ranker may weigh: names, kinds and meanings').action(act(list));

async function list(_: object, output: Output): Promise<void> {
  const features = RANKING_FEATURES.map(({ name, meaning, isCategory = false }) => ({ name, isCategory, meaning }));
  output.result(
    { features },
    table(features, [
      { title: 'feature', text: ({ name }) => name },
      { title: 'kind', text: ({ isCategory }) => (isCategory ? 'category' : 'number') },
      { title: 'meaning', text: ({ meaning }) => meaning },
    ]),
  );
}
