import { afterEach, describe, expect, it } from 'vitest';
import { encodeRows } from '../bundle/rows.ts';
import { keepExact } from './exact.ts';
import { packVectors } from './quantise.ts';

afterEach(() => void keepExact(false));

describe('keepExact', () => {
  it('keeps what is packed between its calls, and nothing else', () => {
    packVectors(Float32Array.of(1, 2), 2);
    keepExact(true);
    const rows = [{ targets: [0], strengths: [0.3] }];
    const { packed } = packVectors(Float32Array.of(0.1, 0.2), 2);
    const { entries } = encodeRows(rows);
    const kept = keepExact(false);
    packVectors(Float32Array.of(1, 2), 2);
    expect(kept).toEqual({
      vectors: [{ packed, rows: Float32Array.of(0.1, 0.2) }],
      tables: [{ entries, rows }],
    });
    expect(keepExact(false)).toEqual({ vectors: [], tables: [] });
  });
});
