/** Counts what this page asks of the network once the shop is open. A worker's own requests are not in a page's timeline. */
export interface NetworkCount {
  /** Requests since `settle` was called. */
  sinceSettled(): number;
  /** The shop is complete: what comes from here on would be news about the shopper. */
  settle(): void;
  onChange(listener: () => void): () => void;
}

export function countRequests(): NetworkCount {
  let settled = Number.POSITIVE_INFINITY;
  let since = 0;
  const listeners = new Set<() => void>();
  new PerformanceObserver((list) => {
    // Pictures are data: URLs; they are resources of the page but no requests.
    const requests = list.getEntries().filter((entry) => /^https?:/.test(entry.name) && entry.startTime > settled);
    if (requests.length === 0) return;
    since += requests.length;
    for (const listener of listeners) listener();
  }).observe({ type: 'resource' });
  return {
    sinceSettled: () => since,
    settle: () => {
      settled = performance.now();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
