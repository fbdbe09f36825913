import { type Endpoint, expose, wrap } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openEndpoint } from './endpoint.ts';

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
  vi.unstubAllGlobals();
});

/** A worker that answers by message, on its channel, or both. */
function workerOf(name: string, ways: { message: boolean; channel: boolean }) {
  const { port1, port2 } = new MessageChannel();
  const channel = ways.channel ? new BroadcastChannel(name) : undefined;
  const calls: number[] = [];
  const endpoint: Endpoint = {
    postMessage(message) {
      channel?.postMessage(message);
      if (ways.message) port2.postMessage(message);
    },
    addEventListener: port2.addEventListener.bind(port2),
    removeEventListener: port2.removeEventListener.bind(port2),
    start: () => port2.start(),
  };
  const api = {
    double(n: number) {
      calls.push(n);
      return 2 * n;
    },
  };
  expose(api, endpoint);
  port1.start();
  closing.push(() => {
    channel?.close();
    port1.close();
    port2.close();
  });
  return { worker: port1 as unknown as Worker, calls };
}

describe('openEndpoint', () => {
  it.each([
    ['both ways', { message: true, channel: true }],
    ['by message alone', { message: true, channel: false }],
    ['on the channel alone', { message: false, channel: true }],
  ])('takes one answer a call when it comes %s', async (way, ways) => {
    const { worker, calls } = workerOf(way, ways);
    const endpoint = openEndpoint(worker, way);
    closing.push(endpoint.close);
    const remote = wrap<{ double(n: number): number }>(endpoint);
    expect(await Promise.all([remote.double(1), remote.double(2), remote.double(3)])).toEqual([2, 4, 6]);
    expect(calls).toEqual([1, 2, 3]);
  });

  it('needs no BroadcastChannel', async () => {
    const { worker } = workerOf('none', { message: true, channel: false });
    vi.stubGlobal('BroadcastChannel', undefined);
    const remote = wrap<{ double(n: number): number }>(openEndpoint(worker, 'none'));
    expect(await remote.double(4)).toBe(8);
  });

  it('closes its channel while the page is away, and opens it again', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    const { worker } = workerOf('away', { message: false, channel: true });
    const endpoint = openEndpoint(worker, 'away');
    closing.push(endpoint.close);
    const remote = wrap<{ double(n: number): number }>(endpoint);
    page.dispatchEvent(new Event('pagehide'));
    const answered = vi.fn();
    void remote.double(1).then(answered);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answered).not.toHaveBeenCalled();
    page.dispatchEvent(new Event('pageshow'));
    expect(await remote.double(5)).toBe(10);
  });
});
