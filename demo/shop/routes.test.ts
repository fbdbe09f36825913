import { describe, expect, it } from 'vitest';
import { hrefOf, type Route, routeOf } from './routes.ts';

describe('routes', () => {
  it('reads back what it writes', () => {
    const routes: Route[] = [
      { view: 'home' },
      { view: 'category', path: 'Home > Kitchen / Table' },
      { view: 'category', path: '' },
      { view: 'search', query: '50% wool & silk?' },
      { view: 'product', itemId: 'a/b#c' },
      { view: 'cart' },
      { view: 'thanks' },
    ];
    for (const route of routes) expect(routeOf(hrefOf(route))).toEqual(route);
  });
  it('goes home on what it does not know', () => {
    for (const hash of ['', '#', '#/nowhere', '#/item/']) expect(routeOf(hash)).toEqual({ view: 'home' });
    expect(routeOf('#/item/%E0%A4')).toEqual({ view: 'product', itemId: '%E0%A4' });
  });
});
