import type { Endpoint } from 'comlink';

/**
 * The worker's end: every answer goes out as a message and on the BroadcastChannel of the worker's name, for the reason
 * that src/page/endpoint.ts gives. Answers hold no transferables, so that both may carry them.
 */
export function createEndpoint(scope: DedicatedWorkerGlobalScope): Endpoint {
  let channel: BroadcastChannel | undefined;
  try {
    channel = new BroadcastChannel(scope.name);
  } catch {}
  return {
    postMessage(message) {
      channel?.postMessage(message);
      scope.postMessage(message);
    },
    addEventListener: scope.addEventListener.bind(scope),
    removeEventListener: scope.removeEventListener.bind(scope),
  };
}
