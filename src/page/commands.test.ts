import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCommands } from './commands.ts';
import type { Recommender } from './types.ts';

function fake() {
  const recommender = {
    ready: Promise.resolve({ bundleVersion: 'v1' }),
    track: vi.fn(async () => {}),
    recommend: vi.fn(async (request: { k: number }) => ({ items: [], k: request.k })),
    erase: vi.fn(async () => {}),
    onChange: vi.fn(() => () => {}),
    close: vi.fn(),
  };
  const start = vi.fn(() => recommender as unknown as Recommender);
  const loadShelf = vi.fn();
  return { recommender, start, loadShelf, run: createCommands(start, loadShelf) };
}

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('createCommands', () => {
  it('keeps calls made before init, in order, with their own times', () => {
    const { run, recommender, start } = fake();
    run(1, ['track', 'view_item', 'a']);
    run(2, ['track', 'purchase', [{ itemId: 'b', quantity: 2 }, 'c']]);
    expect(start).not.toHaveBeenCalled();
    run(3, ['init', { bundle: '/models/' }]);
    expect(start).toHaveBeenCalledExactlyOnceWith({ bundle: '/models/' });
    expect(recommender.track.mock.calls).toEqual([
      ['view_item', { timestamp: 1, itemId: 'a' }],
      ['purchase', { timestamp: 2, itemId: 'b', quantity: 2 }],
      ['purchase', { timestamp: 2, itemId: 'c' }],
    ]);
  });

  it('starts once', () => {
    const { run, start } = fake();
    run(1, ['init', {}]);
    run(2, ['init', {}]);
    expect(start).toHaveBeenCalledOnce();
  });

  it('bounds what waits for an init that never comes: the oldest go', () => {
    const { run, recommender } = fake();
    for (let i = 0; i < 1000; i++) run(i, ['track', 'view_item', `${i}`]);
    run(1000, ['init', {}]);
    expect(recommender.track).toHaveBeenCalledTimes(200);
    expect(recommender.track).toHaveBeenLastCalledWith('view_item', { timestamp: 999, itemId: '999' });
  });

  it('gives answers to the callback, and reports what a callback throws', async () => {
    const { run } = fake();
    run(1, ['init', {}]);
    const got = vi.fn(() => {
      throw new Error("the page's own");
    });
    run(2, ['recommend', { k: 4 }, got]);
    run(2, ['ready', got]);
    await vi.waitFor(() => expect(got).toHaveBeenCalledTimes(2));
    expect(got.mock.calls).toEqual(
      expect.arrayContaining([[{ items: [], k: 4 }], [undefined, { bundleVersion: 'v1' }]]),
    );
    expect(console.error).toHaveBeenCalledTimes(2);
  });

  it('never throws into the page, whatever it is called with', () => {
    const { run, loadShelf } = fake();
    for (const args of [[], [undefined], [{}], ['nonsense'], ['track'], ['recommend', Symbol('x')]]) {
      expect(() => run(1, args)).not.toThrow();
    }
    run(1, ['init']);
    for (const args of [[], ['nonsense'], ['track'], ['constructor'], ['toString']]) {
      expect(() => run(1, args)).not.toThrow();
    }
    expect(console.warn).toHaveBeenCalledWith('vitrine: there is no command "nonsense"');
    run(1, ['shelf']);
    expect(loadShelf).toHaveBeenCalledOnce();
  });

  it('never throws where starting does', () => {
    const run = createCommands(
      () => {
        throw new Error('no');
      },
      () => {},
    );
    expect(() => run(1, ['init', {}])).not.toThrow();
  });
});
