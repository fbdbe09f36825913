import { expect, it } from 'vitest';
import type { Asked } from './lists.ts';
import { similaritiesOf } from './similarities.ts';

const bundle = { catalogue: { category: Uint16Array.of(1, 2, 0), categories: ['', 'Home > Bowls', 'Home > Lamps'] } };
const others = Int32Array.of(0, 1, 2);

it('tells items apart by what the bundle has of them', () => {
  const content = { cosinesOf: () => Float32Array.of(1, -0.5, 0.25) };
  const { diversity, contentDiversity } = similaritiesOf({ bundle, sources: { content } } as unknown as Asked);
  expect(Array.from(diversity!(0, others))).toEqual([1, 0.5, 0]);
  expect(Array.from(contentDiversity!(0, others))).toEqual([1, 0, 0.25]);
});

it('says nothing where it has nothing', () => {
  const bare = { catalogue: { category: new Uint16Array(3), categories: [''] } };
  expect(similaritiesOf({ bundle: bare } as unknown as Asked)).toEqual({});
});
