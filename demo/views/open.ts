import type { Route } from '../shop/routes.ts';
import type { Shop } from '../shop/shop.ts';
import { cart } from './cart.ts';
import { category } from './category.ts';
import { home } from './home.ts';
import { product } from './product.ts';
import { thanks } from './thanks.ts';
import type { View } from './view.ts';

export async function openView(shop: Shop, route: Route, openPanel: () => void): Promise<View> {
  switch (route.view) {
    case 'home':
      return home(shop, openPanel);
    case 'category':
    case 'search':
      return category(shop, route);
    case 'product':
      return product(shop, route.itemId);
    case 'cart':
      return cart(shop);
    case 'thanks':
      return thanks(shop);
  }
}
