import { expect, it } from 'vitest';
import { RANKING_FEATURES } from '../engine/ranking/inputs/inputs.ts';
import { run } from './program.ts';
import { createRecorder } from './recorder.ts';

it('lists every feature with its kind and meaning', async () => {
  const streams = createRecorder();
  await run(['features', '--json'], streams);
  const { features } = JSON.parse(streams.out) as {
    features: { name: string; isCategory: boolean; meaning: string }[];
  };
  expect(features.map(({ name }) => name)).toEqual(RANKING_FEATURES.map(({ name }) => name));
  // A model names its inputs, and LightGBM takes no name twice.
  expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
  expect(features).toContainEqual(expect.objectContaining({ name: 'weekday', isCategory: true }));
  const people = createRecorder();
  await run(['features'], people);
  expect(people.out).toMatch(/^weekday +category +day of the week/m);
  expect(people.out.trimEnd().split('\n')).toHaveLength(features.length + 1);
});
