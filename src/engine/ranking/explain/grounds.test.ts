import { beforeAll, describe, expect, it } from 'vitest';
import type { Bundle } from '../../bundle/bundle.ts';
import type { Interaction } from '../../events.ts';
import { createJsKernels } from '../../kernels/js.ts';
import { createEngine, type Engine } from '../../recommender.ts';
import { did, EVERY_TABLE, openShop } from '../../testing/bundle.test-support.ts';
import { groundsOf } from './grounds.ts';

let bundle: Bundle;
let engine: Engine;
beforeAll(async () => {
  bundle = await openShop(EVERY_TABLE);
  engine = createEngine(bundle, createJsKernels());
});

const grounds = (itemId: string, log: Interaction[], proposers = 0) =>
  groundsOf(bundle, engine.sources, engine.readProfile(log), bundle.catalogue.numberOf(itemId), proposers);

describe('grounds', () => {
  it('name the own item that leads to another, and what was done with it', () => {
    expect(grounds('b2', [did('view_item', 'b1', 0)]).own!.links).toEqual({ title: 'Bowl 1', past: 'viewed' });
    expect(grounds('b2', [did('purchase', 'b1', 0)]).own!.links).toEqual({ title: 'Bowl 1', past: 'bought' });
    expect(grounds('b2', [did('add_to_cart', 'b1', 0)]).own!.links).toEqual({ title: 'Bowl 1', past: undefined });
    expect(grounds('l1', [did('add_to_cart', 'b1', 0)]).own!.cart).toEqual({ title: 'Bowl 1', past: undefined });
    expect(grounds('b2', []).own).toEqual({});
  });

  it('do not take an item for its own ground', () => {
    const own = grounds('b1', [did('view_item', 'b1', 0)]).own!;
    for (const one of Object.values(own)) expect(one.title).not.toBe('Bowl 1');
  });

  it('say what was done with the item itself', () => {
    expect(grounds('b1', [did('view_item', 'b1', 0)]).past).toBe('viewed');
    expect(grounds('b1', [did('view_item', 'b1', 0), did('purchase', 'b1', 1)]).past).toBe('bought');
    expect(grounds('b1', [did('add_to_cart', 'b1', 0)]).past).toBe('chosen');
    expect(grounds('b2', [did('add_to_cart', 'b1', 0)]).past).toBeUndefined();
  });

  it('call often what was twice or more, and a fifth of the interest', () => {
    const twice = [did('view_item', 'b1', 0), did('view_item', 'b3', 1)];
    expect(grounds('b6', twice)).toMatchObject({ category: 'Bowls', brand: undefined });
    expect(grounds('b2', twice)).toMatchObject({ category: 'Bowls', brand: 'Ash' });
    expect(grounds('l1', twice).category).toBeUndefined();
    expect(grounds('b6', twice.slice(1)).category).toBeUndefined();
    const others = ['l1', 'l2', 'l3', 'l4', 'l5', 'l6'].map((itemId, i) => did('purchase', itemId, 2 + i));
    expect(grounds('b6', [...twice, ...others]).category).toBeUndefined();
  });

  it('call a price usual that is within half an octave of what three own items cost', () => {
    // b1, l1, b2 cost 20.99, 19.99, 18.99; l2 17.99 and l6 9.99.
    const three = ['b1', 'l1', 'b2'].map((itemId, i) => did('view_item', itemId, i));
    expect(grounds('l2', three).isUsualPrice).toBe(true);
    expect(grounds('l6', three).isUsualPrice).toBe(false);
    expect(grounds('l2', three.slice(1)).isUsualPrice).toBe(false);
  });

  it('name the sources by their bits', () => {
    expect(grounds('b2', [], 0b1001).proposers).toEqual(['factors', 'together']);
  });
});
