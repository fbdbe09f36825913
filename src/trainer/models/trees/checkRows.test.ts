import { describe, expect, it } from 'vitest';
import { checkRows } from './checkRows.ts';
import { drawGroups } from './draw.test-support.ts';

const data = drawGroups(3, 4);

describe('checkRows', () => {
  it('takes rows as they should be', () => {
    const weights = new Float32Array(12).fill(0.5);
    expect(() => checkRows({ ...data, weights }, 'lambdarank')).not.toThrow();
    expect(() => checkRows({ ...data, labels: data.labels.map(() => -3.5) }, 'regression')).not.toThrow();
    expect(() => checkRows({ ...data, labels: data.labels.map(() => 0.5) }, 'binary')).not.toThrow();
  });

  it.each([
    ['a short column', { columns: [new Float32Array(11)] }, /input 0 has 11 rows beside 12 labels/],
    ['too few weights', { weights: new Float32Array(3) }, /3 weights beside 12 labels/],
    ['a weight of 0', { weights: new Float32Array(12) }, /weight 0 is 0/],
    ['an endless weight', { weights: new Float32Array(12).fill(Infinity) }, /weight 0 is Infinity/],
    ['half a grade', { labels: new Float32Array(12).fill(0.5) }, /label 0 is 0.5/],
    ['a grade beyond all', { labels: new Float32Array(12).fill(31) }, /label 0 is 31/],
    ['no label', { labels: new Float32Array(12).fill(Number.NaN) }, /label 0 is NaN/],
    ['groups that end early', { offsets: Int32Array.of(0, 4, 8) }, /groups of other rows/],
    ['groups that begin late', { offsets: Int32Array.of(2, 12) }, /groups of other rows/],
    ['a group that ends before it begins', { offsets: Int32Array.of(0, 8, 4, 12) }, /group 1 ends before it begins/],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => checkRows({ ...data, ...wrong }, 'lambdarank')).toThrow(message);
  });

  it('knows what the other objectives are told', () => {
    expect(() => checkRows(data, 'binary')).toThrow(/none of binary/);
    const labels = new Float32Array(12).fill(Infinity);
    expect(() => checkRows({ ...data, labels }, 'regression')).toThrow(/label 0 is Infinity/);
  });
});
