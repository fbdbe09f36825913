import { describe, expect, it } from 'vitest';
import type { Section } from '../bundle/bundle.ts';
import { bitmapOf } from './bitmap.ts';
import { readPopularity } from './popularity.ts';

function sectionOf(main: string, size = 3): Section {
  return {
    name: 'popularity',
    params: { main },
    arrays: {
      short: Uint16Array.of(65535, 100, 0).slice(0, size),
      medium: Uint16Array.of(7, 65535, 7),
      long: Uint16Array.of(0, 0, 65535),
      repeatRate: Uint8Array.of(255, 51, 0),
    },
  };
}

describe('popularity', () => {
  it('goes by the memory that predicted best', () => {
    const popularity = readPopularity(sectionOf('medium'), 3);
    expect(popularity.mainWindow).toBe('medium');
    expect(popularity.windows.map(({ name }) => name)).toEqual(['short', 'medium', 'long']);
    expect(popularity.candidates(2, bitmapOf([1, 1, 1]))).toEqual([
      { item: 1, source: 'popularity', score: 1 },
      { item: 0, source: 'popularity', score: 7 / 65535 },
    ]);
    expect(popularity.candidates(9, bitmapOf([0, 0, 1])).map(({ item }) => item)).toEqual([2]);
  });

  it('knows how often takers return', () => {
    const { repeatRate } = readPopularity(sectionOf('short'), 3);
    expect([0, 1, 2].map(repeatRate)).toEqual([1, 0.2, 0]);
  });

  it('is refused without its main memory or with a table too short', () => {
    const layout = expect.objectContaining({ code: 'BUNDLE_LAYOUT' });
    expect(() => readPopularity(sectionOf('today'), 3)).toThrow(layout);
    expect(() => readPopularity(sectionOf('short', 2), 3)).toThrow(layout);
  });
});
