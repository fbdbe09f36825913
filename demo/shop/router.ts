import { type Route, routeOf } from './routes.ts';

/**
 * Calls `show` now and whenever the hash changes. Following a link starts at the top of the page; going back returns to where
 * one was, after `show` has drawn (the browser's own restoration runs before that).
 */
export function startRouter(show: (route: Route, navigated: boolean) => Promise<void>): void {
  window.history.scrollRestoration = 'manual';
  const places = new Map<string, number>();
  let here = location.hash;
  let followed = false;
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    if (link && link.pathname === location.pathname && link.hash !== location.hash) followed = true;
  });
  const go = async (navigated: boolean) => {
    const top = followed || !navigated ? 0 : (places.get(location.hash) ?? 0);
    followed = false;
    here = location.hash;
    await show(routeOf(here), navigated);
    window.scrollTo({ top, behavior: 'instant' });
  };
  addEventListener('scroll', () => places.set(here, window.scrollY), { passive: true });
  addEventListener('hashchange', () => void go(true));
  void go(false);
}
