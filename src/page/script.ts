import { createClient } from './client.ts';
import { createCommands } from './commands.ts';
import { scriptUrl } from './scriptUrl.ts';
import type { Recommender } from './types.ts';

/*
 * The script tag's entry (dist/browser/vitrine.js). Before it, the page may hold the stub, so that calls never wait for it:
 *
 *   <script>window.vitrine=window.vitrine||function(){(vitrine.q=vitrine.q||[]).push([Date.now(),arguments])}</script>
 *   <script async src="/vitrine.js"></script>
 *   <script>vitrine('init', { bundle: '/models/' }); vitrine('track', 'view_item', 'sku-7')</script>
 *
 * `<vitrine-shelf>` and lists in this shopper's order (`data-vitrine-rerank`) are a file each, fetched beside the bundle where
 * the page holds one: pages without do not pay.
 */
interface Global {
  (...args: unknown[]): void;
  /** What the stub kept: when, and with what, it was called. */
  q?: [number, ArrayLike<unknown>][];
  /** Set by `init`; vitrine-shelf.js and vitrine-rerank.js take it from here. */
  recommender?: Recommender;
  loaded?: boolean;
}

const page = window as unknown as { vitrine?: Global };
const stub = page.vitrine;

if (!stub?.loaded) {
  // Known only while the script runs; the other files lie beside it.
  const script = document.currentScript as HTMLScriptElement | null;
  const beside = (file: string) => new URL(file, script?.src || document.baseURI).href;
  const loaded = new Set<string>();

  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const element = document.createElement('script');
    element.nonce = script?.nonce ?? '';
    try {
      element.src = scriptUrl(beside(file));
      document.head.append(element);
    } catch (error) {
      console.error('vitrine:', error);
    }
  };
  const loadShelf = () => load('vitrine-shelf.js');
  const loadHeld = () => {
    if (document.querySelector('vitrine-shelf')) loadShelf();
    if (document.querySelector('[data-vitrine-rerank]')) load('vitrine-rerank.js');
  };

  const run = createCommands((options) => {
    const recommender = createClient({ ...options, worker: options.worker ?? beside('vitrine.worker.js') });
    vitrine.recommender = recommender;
    loadHeld();
    document.addEventListener('DOMContentLoaded', loadHeld);
    return recommender;
  }, loadShelf);
  const vitrine: Global = (...args) => run(Date.now(), args);
  vitrine.loaded = true;
  page.vitrine = vitrine;
  for (const [time, args] of stub?.q ?? []) run(time, Array.from(args));
}
