import type { PackedBundle } from '../../src/engine/bundle/write.ts';
import { parseConfig } from '../../src/trainer/config.ts';
import { trainBundle } from '../../src/trainer/train.ts';
import { makeShop } from '../parity/shop.ts';

const PICTURE = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/%3E';

let packed: Promise<PackedBundle> | undefined;

/** A bundle of 400 items trained once a process, with a title, link and picture for all of them. */
export function fixtureBundle(): Promise<PackedBundle> {
  packed ??= train();
  return packed;
}

async function train(): Promise<PackedBundle> {
  const { log, catalogue } = makeShop({
    seed: 7,
    items: 400,
    shoppers: 300,
    interactions: 10,
    hasTimes: true,
    events: { view_item: 70, add_to_cart: 15, purchase: 15 },
  });
  const shown = catalogue.map((row, item) => ({ ...row, link: `#item-${item}`, image: PICTURE }));
  return (await trainBundle({ log, catalogue: shown, config: parseConfig({ als: { dimensions: 32 } }) })).packed;
}
