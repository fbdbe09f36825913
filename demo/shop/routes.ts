/** The pages of the shop. They live in the hash, so that any static server can host it in any folder. */
export type Route =
  | { view: 'home' }
  | { view: 'category'; path: string }
  | { view: 'search'; query: string }
  | { view: 'product'; itemId: string }
  | { view: 'cart' }
  | { view: 'thanks' };

export function hrefOf(route: Route): string {
  switch (route.view) {
    case 'home':
      return '#/';
    case 'category':
      return `#/shop/${encodeURIComponent(route.path)}`;
    case 'search':
      return `#/search/${encodeURIComponent(route.query)}`;
    case 'product':
      return `#/item/${encodeURIComponent(route.itemId)}`;
    case 'cart':
      return '#/cart';
    case 'thanks':
      return '#/thanks';
  }
}

/** The route of a `location.hash`; home for one that names nothing. */
export function routeOf(hash: string): Route {
  const [view, ...rest] = hash.replace(/^#\/?/, '').split('/');
  const argument = decode(rest.join('/'));
  switch (view) {
    case 'shop':
      return { view: 'category', path: argument };
    case 'search':
      return { view: 'search', query: argument };
    case 'item':
      return argument ? { view: 'product', itemId: argument } : { view: 'home' };
    case 'cart':
      return { view: 'cart' };
    case 'thanks':
      return { view: 'thanks' };
    default:
      return { view: 'home' };
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
