import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from './deadline.ts';

const late = () => new Error('late');
const never = () => new Promise<never>(() => {});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('withDeadline', () => {
  it('gives the answer that comes in time, and leaves no timer behind', async () => {
    expect(await withDeadline(Promise.resolve(3), 50, late)).toBe(3);
    await expect(withDeadline(Promise.reject(new Error('no')), 50, late)).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects when the time is over', async () => {
    const answer = withDeadline(never(), 50, late);
    const seen = expect(answer).rejects.toThrow('late');
    await vi.advanceTimersByTimeAsync(50);
    await seen;
  });

  it('gives the worker its time again when the page was asleep', async () => {
    const settled = vi.fn();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    withDeadline(never(), 50, late).catch(settled);
    clock.mockReturnValue(60_000);
    await vi.advanceTimersByTimeAsync(50);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(50);
    expect(settled).toHaveBeenCalledOnce();
  });
});
