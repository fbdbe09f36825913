import { expect, it } from 'vitest';
import { parseConfig } from '../config.ts';

it('learns a ranker of its own accord, over as many candidates as a device may rank', () => {
  const { ranker } = parseConfig();
  expect(ranker).toMatchObject({ use: 'auto', ladder: false });
  expect(ranker.candidates >= 1 && ranker.candidates <= 1000).toBe(true);
  expect(parseConfig({ ranker: { use: 'off' } }).ranker).toEqual({ ...ranker, use: 'off' });
});

it.each([{ candidates: 0 }, { candidates: 1001 }, { candidates: 1.5 }, { rows: -1 }, { use: 'perhaps' }, { trees: 5 }])(
  'refuses %j',
  (ranker) => {
    expect(() => parseConfig({ ranker })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  },
);
