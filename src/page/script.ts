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
 * `<vitrine-shelf>` is a file of its own, fetched beside the bundle where the page holds one: pages without it do not pay.
 */
interface Global {
  (...args: unknown[]): void;
  /** What the stub kept: when, and with what, it was called. */
  q?: [number, ArrayLike<unknown>][];
  /** Set by `init`; vitrine-shelf.js takes it from here. */
  recommender?: Recommender;
  loaded?: boolean;
}

const page = window as unknown as { vitrine?: Global };
const stub = page.vitrine;

if (!stub?.loaded) {
  // Known only while the script runs; the other files lie beside it.
  const script = document.currentScript as HTMLScriptElement | null;
  const beside = (file: string) => new URL(file, script?.src || document.baseURI).href;
  let shelfLoaded = false;

  const loadShelf = () => {
    if (shelfLoaded) return;
    shelfLoaded = true;
    const element = document.createElement('script');
    element.nonce = script?.nonce ?? '';
    try {
      element.src = scriptUrl(beside('vitrine-shelf.js'));
      document.head.append(element);
    } catch (error) {
      console.error('vitrine:', error);
    }
  };
  const loadShelfIfHeld = () => {
    if (document.querySelector('vitrine-shelf')) loadShelf();
  };

  const run = createCommands((options) => {
    const recommender = createClient({ ...options, worker: options.worker ?? beside('vitrine.worker.js') });
    vitrine.recommender = recommender;
    loadShelfIfHeld();
    document.addEventListener('DOMContentLoaded', loadShelfIfHeld);
    return recommender;
  }, loadShelf);
  const vitrine: Global = (...args) => run(Date.now(), args);
  vitrine.loaded = true;
  page.vitrine = vitrine;
  for (const [time, args] of stub?.q ?? []) run(time, Array.from(args));
}
