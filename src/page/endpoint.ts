import type { Endpoint } from 'comlink';

/**
 * The page's end of a worker that answers twice: by its own messages and on the BroadcastChannel `name`; comlink takes what
 * comes first and drops the other. Chromium holds back messages of workers and ports, though not of this channel, until it
 * has painted a frame for a click (DeferRendererTasksAfterInput): the shelf would follow one frame, 16 ms, later.
 * The channel is closed while the page is away, since an open one keeps pages out of the back/forward cache.
 */
export function openEndpoint(worker: Worker, name: string): Endpoint & { close(): void } {
  const listeners = new Set<EventListenerOrEventListenerObject>();
  let channel: BroadcastChannel | undefined;

  const open = () => {
    // Missing in old browsers, forbidden in some sandboxes: the worker's own messages then remain.
    try {
      channel ??= new BroadcastChannel(name);
      for (const listener of listeners) channel.addEventListener('message', listener);
    } catch {}
  };
  const close = () => {
    channel?.close();
    channel = undefined;
  };
  open();
  globalThis.addEventListener?.('pagehide', close);
  globalThis.addEventListener?.('pageshow', open);

  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer ?? []),
    addEventListener(type, listener) {
      listeners.add(listener);
      worker.addEventListener(type, listener);
      channel?.addEventListener(type, listener);
    },
    removeEventListener(type, listener) {
      listeners.delete(listener);
      worker.removeEventListener(type, listener);
      channel?.removeEventListener(type, listener);
    },
    close() {
      globalThis.removeEventListener?.('pagehide', close);
      globalThis.removeEventListener?.('pageshow', open);
      close();
    },
  };
}
