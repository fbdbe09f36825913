import { expect, it } from 'vitest';
import { describeIndex } from './describeIndex.ts';

it('says what an index is, what it reaches and why it was chosen', () => {
  const ivf = {
    kind: 'ivf',
    why: 'as asked',
    lists: 607,
    probes: 20,
    reach: 3,
    recall: 0.97051,
    scanned: 0.011755,
    users: 200,
  };
  expect(describeIndex(ivf)).toBe('ivf, 20 of 607 lists probed, recall@100 0.9705, 1.18 % of items scanned; as asked');
  expect(describeIndex({ kind: 'hnsw', why: 'as asked', ef: 150, recall: 0.98 })).toBe(
    'hnsw, beam of 150, recall@100 0.98; as asked',
  );
  expect(describeIndex({ kind: 'exact', why: 'few items' })).toBe('exact; few items');
  // A bundle without item vectors: the setting alone.
  expect(describeIndex({ kind: 'auto', lists: 'auto', recall: 0.97 })).toBe('auto');
});
