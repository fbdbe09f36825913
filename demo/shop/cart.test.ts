import { describe, expect, it } from 'vitest';
import { type CartStorage, openCart } from './cart.ts';

function memory(initial?: string): CartStorage & { text: string | null } {
  return {
    text: initial ?? null,
    getItem() {
      return this.text;
    },
    setItem(_, text) {
      this.text = text;
    },
  };
}

describe('openCart', () => {
  it('adds, changes, removes, and survives a reload', () => {
    const storage = memory();
    const cart = openCart('cart', storage);
    let changes = 0;
    cart.onChange(() => changes++);
    cart.set('bowl', 1);
    cart.set('plate', 2);
    cart.set('bowl', 3);
    expect(cart.count()).toBe(5);
    expect(openCart('cart', storage).lines()).toEqual([
      { itemId: 'bowl', quantity: 3 },
      { itemId: 'plate', quantity: 2 },
    ]);
    cart.set('bowl', 0);
    expect(cart.lines()).toEqual([{ itemId: 'plate', quantity: 2 }]);
    expect(changes).toBe(4);
  });
  it('opens empty on what it cannot read, and drops lines that are none', () => {
    expect(openCart('cart', memory('{not json')).lines()).toEqual([]);
    expect(openCart('cart', memory('[{"itemId":"a","quantity":-1},null,{"itemId":"b","quantity":1}]')).lines()).toEqual(
      [{ itemId: 'b', quantity: 1 }],
    );
  });
  it('works where storage throws', () => {
    const cart = openCart('cart', {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota');
      },
    });
    cart.set('bowl', 1);
    expect(cart.count()).toBe(1);
  });
});
