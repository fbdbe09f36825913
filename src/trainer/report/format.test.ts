import { expect, it } from 'vitest';
import { bytesText, metricName, metricText, secondsText } from './format.ts';

it.each([
  [0.31234, '0.3123'],
  [-0.00012, '-0.0001'],
  [1, '1.0000'],
  [6.3956, '6.40'],
  [12.34, '12.3'],
  [undefined, '–'],
  [Number.NaN, '–'],
])('writes the metric %s as %s', (value, text) => {
  expect(metricText(value)).toBe(text);
});

it.each([
  [12, '12 B'],
  [4321, '4.32 kB'],
  [1_234_567, '1.23 MB'],
  [4e9, '4.00 GB'],
])('writes %s bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it.each([
  [0.00042, '0.42 ms'],
  [12.345, '12.3 s'],
  [200.4, '3 min 20 s'],
])('writes %s seconds as %s', (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});

it('names metrics as people do', () => {
  expect(
    ['ndcg@10', 'newItems.mrr@20', 'retrieval.ap@5', 'logLoss', 'retrieval', 'popularityBias@5', 'constructor'].map(
      metricName,
    ),
  ).toEqual([
    'nDCG@10',
    'MRR@20, new items',
    'AP@5, without ranking',
    'log loss',
    'retrieval',
    'popularity bias@5',
    'constructor',
  ]);
});
